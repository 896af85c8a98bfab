/** Tests of the latency suite: that it loses nothing and counts every frame once. */
package io.ringlane.benchmarks.latency;
