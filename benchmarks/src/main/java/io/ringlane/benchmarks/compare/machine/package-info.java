/**
 * Where a comparison ran: the machine's facts, and its rulers before and after.
 * <p>
 * Threads: the caller's. Must not know: sides, benchmarks under comparison, verdicts.
 */
package io.ringlane.benchmarks.compare.machine;
