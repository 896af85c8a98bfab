/** Every way carries what it is given. */
package io.ringlane.benchmarks.carry;
