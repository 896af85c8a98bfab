/**
 * Any JMH jar from outside: what benchmarks it has, one fork of one of them as a process of its own, and the figures in
 * the JSON it leaves.
 * <p>
 * Threads: the caller's; a fork is waited for. Must not know: revisions, verdicts, or which side a jar is.
 */
package io.ringlane.benchmarks.compare.jmh;
