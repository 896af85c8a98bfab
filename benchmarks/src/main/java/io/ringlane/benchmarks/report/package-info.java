/**
 * From JMH's JSON to tables for people: Markdown and a page that opens without a network.
 * <p>
 * Threads: one. Must not know: any suite, only JMH's result format.
 */
package io.ringlane.benchmarks.report;
