/**
 * How fast is a system before it loses more than it may: a search over loads for several goals at once, in the terms of
 * RFC 2544 and of the Multiple Loss Ratio search (RFC 9971, draft-ietf-bmwg-mlrsearch).
 * <p>
 * {@link io.ringlane.benchmarks.search.ThroughputSearch} decides which load to try next, a
 * {@link io.ringlane.benchmarks.search.Measurer} tries it, and what a set of trials says about a load is
 * {@link io.ringlane.benchmarks.search.Evidence}. Why it decides as it does: {@code docs/decisions}.
 * <p>
 * Threads: one. Must not know: what is measured, how, or by which clock.
 */
package io.ringlane.benchmarks.search;
