/**
 * What a live region takes in memory as it grows: interfaces, those that send and receive, flows. One thread; figures are of
 * the running JVM, so one region a process.
 */
package io.ringlane.benchmarks.memory;
