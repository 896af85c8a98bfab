/** What the search prints and writes, what it refuses, and that it drives every mode. */
package io.ringlane.benchmarks.throughput;
