package io.ringlane.cloud.run;

import java.util.Locale;

/** Whether the frames that a run has in flight fit into the JVM's memory. */
final class FrameBudget {

    /** What a frame takes beside its bytes. */
    private static final int METADATA_BYTES = 128;

    private FrameBudget() {}

    /** @throws RunException if they take more than half of it */
    static void check(final long frames, final int longestBytes) {
        final long bytes = frames * (longestBytes + METADATA_BYTES);
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new RunException(String.format(
                    Locale.ROOT,
                    "the frames in flight need %d MiB and the JVM may use %d MiB in all; raise it with"
                            + " RINGLANE_JAVA_OPTS=-Xmx%dm, or offer less",
                    bytes >> 20,
                    Runtime.getRuntime().maxMemory() >> 20,
                    (bytes >> 20) * 3));
        }
    }
}
