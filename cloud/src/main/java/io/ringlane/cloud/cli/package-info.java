/**
 * The command line: options in, exit codes out.
 *
 * <p>Threads: none of its own. Reads files and hands over to {@link io.ringlane.cloud.scenario}, {@link
 * io.ringlane.cloud.run} and {@link io.ringlane.cloud.report}; only command lines of other modules may depend on it.
 */
package io.ringlane.cloud.cli;
