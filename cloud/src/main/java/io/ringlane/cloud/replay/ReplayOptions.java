package io.ringlane.cloud.replay;

import java.nio.file.Path;

/**
 * What to replay and how.
 *
 * @param capture a pcap or pcapng file
 * @param rateBitsPerSecond layer-2 rate without FCS that replaces the capture's own timing; 0 when not given
 * @param ratePacketsPerSecond packets a second that replace the capture's own timing; 0 when not given. At most one
 *     of the two rates is set
 * @param pcapngOut file to write what arrived to, or null
 * @param clock {@code virtual} or {@code real}
 * @param durationNs stop sending after so many nanoseconds of the run's clock; 0 for the whole capture
 * @param seed the seed every random choice comes from
 * @param workers worker count, 1 or more
 */
public record ReplayOptions(
        Path capture,
        long rateBitsPerSecond,
        long ratePacketsPerSecond,
        Path pcapngOut,
        String clock,
        long durationNs,
        long seed,
        int workers) {

    public ReplayOptions {
        if (rateBitsPerSecond < 0 || ratePacketsPerSecond < 0 || durationNs < 0) {
            throw new IllegalArgumentException("a rate and a duration cannot be negative");
        }
        if (rateBitsPerSecond > 0 && ratePacketsPerSecond > 0) {
            throw new IllegalArgumentException("a rate is in bits or in packets a second, not both");
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers: " + workers + ", at least 1 is needed");
        }
    }

    /** Whether the frames leave at the times the capture says. */
    public boolean keepsTiming() {
        return rateBitsPerSecond == 0 && ratePacketsPerSecond == 0;
    }
}
