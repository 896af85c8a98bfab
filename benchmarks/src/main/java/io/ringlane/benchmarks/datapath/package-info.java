/**
 * The full datapath from a transmit ring to a receive ring: loads, the endpoints that send and receive them, and the data plane
 * between, in JMH and as a plain program whose figures line up with the C path's.
 * <p>
 * Threads: one, unless a test bed is started. Must not know: the control plane; routes come from a few lines of its own.
 */
package io.ringlane.benchmarks.datapath;
