/**
 * The datapath by mode, whatever decides: a few lines of a benchmark's own, or a live region.
 * <p>
 * Threads: one, unless a test bed is started.
 */
package io.ringlane.benchmarks.modes;
