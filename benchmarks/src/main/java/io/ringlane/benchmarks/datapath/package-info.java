/**
 * The full datapath on one thread: from a transmit ring to a receive ring, in JMH and as a plain program whose figures
 * line up with the C path's.
 * <p>
 * Threads: one. Must not know: the control plane; routes come from a few lines of its own.
 */
package io.ringlane.benchmarks.datapath;
