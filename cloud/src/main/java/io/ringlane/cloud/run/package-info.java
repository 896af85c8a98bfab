/**
 * One run of a scenario: who runs it, who watches it, and the record of what it measured.
 *
 * <p>Threads: a run blocks its caller; workers are its own business. {@link io.ringlane.cloud.run.RunResult} is
 * written once, at the end. Knows nothing of terminals, files or report formats.
 */
package io.ringlane.cloud.run;
