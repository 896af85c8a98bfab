/** The search against systems whose throughput is known, in virtual time. */
package io.ringlane.benchmarks.search;
