/** From results as JMH writes them to what people read; the results are made up. */
package io.ringlane.benchmarks.report;
