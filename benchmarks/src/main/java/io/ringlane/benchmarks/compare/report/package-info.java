/**
 * A comparison's result for programs ({@code verdict.json}), for a pull request ({@code verdict.md}) and for a person who
 * wants to see every fork ({@code verdict.html}, which needs no network); and how it stands to an earlier one.
 * <p>
 * Threads: the caller's. Must not know: how forks are run.
 */
package io.ringlane.benchmarks.compare.report;
