/**
 * {@code scripts/compare}: is HEAD slower than BASE? Reads the command line, makes both jars, runs the session and
 * writes the verdict.
 * <p>
 * Threads: one. The parts are below: {@code revision} (what to run), {@code jmh} (a fork), {@code session} (which fork
 * when), {@code stats} (what it says), {@code outcome} (what is exact), {@code machine} (where), {@code report}.
 */
package io.ringlane.benchmarks.compare;
