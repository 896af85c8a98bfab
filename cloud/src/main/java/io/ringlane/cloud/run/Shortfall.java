package io.ringlane.cloud.run;

import io.ringlane.cloud.traffic.Source;
import java.util.Locale;

/** Whether the load generator sent what it was meant to over a whole run. */
final class Shortfall {

    /** What a user can do about it, at the end of every reason that lies with the load generator. */
    static final String ADVICE = "offer less, leave the run more of the machine, or use --clock virtual";

    private static final long FORGIVEN_FRAMES = 64; // a burst on its way
    private static final double FORGIVEN_SHARE = 0.001;

    private Shortfall() {}

    /**
     * What the sources failed to send by {@code nowNs}, in words; null if none failed.
     *
     * <p>Of several the one that missed the largest share is named. One that only warms up voids the run too, since what it
     * is late with falls into the measured time, but it is named only when all that is measured kept its rate.
     */
    static String of(final Source[] sources, final long nowNs) {
        Source worst = null;
        double worstShare = 0;
        for (final Source source : sources) {
            final long missing = source.backlog(nowNs);
            final long intended = source.sentPackets() + missing;
            if (missing > Math.max(FORGIVEN_FRAMES, intended * FORGIVEN_SHARE)) {
                final double share = (double) missing / intended;
                final boolean outranks =
                        worst != null && worst.isWarmUp() != source.isWarmUp() ? worst.isWarmUp() : share > worstShare;
                if (outranks) {
                    worst = source;
                    worstShare = share;
                }
            }
        }
        return worst == null ? null : describe(worst, nowNs);
    }

    private static String describe(final Source source, final long nowNs) {
        return String.format(
                Locale.ROOT,
                "the load generator sent %,d of %,d frames of %s on time%s; %s",
                source.sentPackets(),
                source.sentPackets() + source.backlog(nowNs),
                source.label(),
                source.isWarmUp() ? " while it warmed up" : "",
                ADVICE);
    }
}
