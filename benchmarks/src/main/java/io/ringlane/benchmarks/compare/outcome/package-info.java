/**
 * Tier 0: what must be equal to the last digit. Outcomes of scenarios in virtual time, and bytes allocated an operation.
 * <p>
 * Threads: the caller's. Must not know: scores, blocks, statistics. A difference here needs none.
 */
package io.ringlane.benchmarks.compare.outcome;
