/**
 * From JMH's JSON to what people read: a page with charts, a Markdown table, a row of a trend; and how long a run will take.
 * <p>
 * Threads: one. Knows JMH's result format and, in {@link io.ringlane.benchmarks.report.Rivals}, the names by which suites
 * tell rivals apart; no suite's code.
 */
package io.ringlane.benchmarks.report;
