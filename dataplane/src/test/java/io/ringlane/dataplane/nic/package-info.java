/** What tests of the data plane need to see of the cards' insides. */
package io.ringlane.dataplane.nic;
