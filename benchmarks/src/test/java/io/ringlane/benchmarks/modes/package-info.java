/** Tests of the test beds: that each mode carries what it is sent and counts it. */
package io.ringlane.benchmarks.modes;
