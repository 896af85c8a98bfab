/**
 * The throughput search as a program, {@code scripts/search}: what is searched, by mode and frame set, and the results as a
 * table, as JSON and as a page.
 * <p>
 * Threads: the caller's; with two threads the test bed has a worker on another one. Must not know: how the search decides.
 */
package io.ringlane.benchmarks.throughput;
