/**
 * What several suites need: witnesses of the machine's state while a benchmark ran.
 * <p>
 * Must not know: any suite.
 */
package io.ringlane.benchmarks.support;
