/**
 * An open-loop load generator: frames leave by a schedule that does not wait for the system, and what of the schedule could
 * not be kept is on record.
 * <p>
 * Threads: one, that of the caller. Must not know: searches, modes and what a test bed is made of.
 */
package io.ringlane.benchmarks.generator;
