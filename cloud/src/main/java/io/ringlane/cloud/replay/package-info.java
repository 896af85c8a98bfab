/**
 * Captured traffic through the data plane: reads a capture, sends its frames with their own timing or at a rate.
 *
 * <p>Threads: a replay blocks its caller. Knows nothing of terminals or report formats.
 */
package io.ringlane.cloud.replay;
