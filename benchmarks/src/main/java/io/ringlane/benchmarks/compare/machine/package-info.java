/**
 * What the machine's rulers said before and after a comparison.
 * <p>
 * Threads: the caller's. Must not know: sides, benchmarks under comparison, verdicts.
 */
package io.ringlane.benchmarks.compare.machine;
