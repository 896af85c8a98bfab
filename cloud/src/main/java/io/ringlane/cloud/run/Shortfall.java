package io.ringlane.cloud.run;

import io.ringlane.cloud.traffic.Source;
import java.util.Locale;

/** Whether the load generator sent what it was meant to over a whole run. */
final class Shortfall {

    private static final long FORGIVEN_FRAMES = 64; // a burst on its way
    private static final double FORGIVEN_SHARE = 0.001;

    private Shortfall() {}

    /** What one of the sources failed to send by {@code nowNs}, in words; null if none failed. */
    static String of(final Source[] sources, final long nowNs) {
        for (int i = 0; i < sources.length; i++) {
            final long missing = sources[i].backlog(nowNs);
            final long intended = sources[i].sentPackets() + missing;
            if (missing > Math.max(FORGIVEN_FRAMES, intended * FORGIVEN_SHARE)) {
                return String.format(
                        Locale.ROOT,
                        "the load generator sent %d of %d frames of source %d on time; offer less, or use the virtual clock",
                        sources[i].sentPackets(),
                        intended,
                        i + 1);
            }
        }
        return null;
    }
}
