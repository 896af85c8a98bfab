/**
 * The statistics of a comparison: forks in blocks, one log ratio a block, Student's t over blocks with moderated
 * variances, Holm's correction over benchmarks, and the verdict against a margin.
 * <p>
 * Threads: none; everything is a value or a function of values. Must not know: processes, files, JMH, or where a score
 * comes from, so that simulated forks can stand in for real ones.
 */
package io.ringlane.benchmarks.compare.stats;
