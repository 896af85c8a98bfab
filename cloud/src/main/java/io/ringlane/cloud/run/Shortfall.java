package io.ringlane.cloud.run;

import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.rate.Units;
import java.util.Locale;

/** Whether the load generator sent what it was meant to over a whole run. */
final class Shortfall {

    /** What a user can do about it, at the end of a reason that may lie with the machine. */
    static final String ADVICE = "offer less, leave the run more of the machine, or use --clock virtual";

    private static final long FORGIVEN_FRAMES = 64; // a burst on its way
    private static final double FORGIVEN_SHARE = 0.001;

    /** A thread that is back from an absence of a millisecond needs some more until it has caught up. */
    private static final double TAKEN_SHARE = 0.5;

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
                "the load generator sent %,d of %,d frames of %s on time%s",
                source.sentPackets(),
                source.sentPackets() + source.backlog(nowNs),
                source.label(),
                source.isWarmUp() ? " while it warmed up" : "");
    }

    /**
     * What to do about it: if the machine took the time that is missing, to leave the run more of it; else to offer what
     * the cores can do.
     *
     * @param absentNs the most that one thread of the run was off its core
     */
    static String advice(final Source[] sources, final long endNs, final long durationNs, final long absentNs) {
        double sent = 0;
        double intended = 0;
        for (final Source source : sources) {
            if (!source.isWarmUp()) {
                sent += source.sentPackets();
                intended += source.sentPackets() + source.backlog(endNs);
            }
        }
        final double missingNs = intended == 0 ? 0 : durationNs * (1 - sent / intended);
        if (absentNs >= missingNs * TAKEN_SHARE) {
            return String.format(
                            Locale.ROOT,
                            "a thread had no core for %,d of %,d ms; ",
                            absentNs / 1_000_000,
                            durationNs / 1_000_000)
                    + ADVICE;
        }
        return String.format(
                Locale.ROOT,
                "the run offers %s in all, and one core that sends with one a worker that forwards managed %s of it: offer less,"
                        + " send longer frames, add --workers where there are cores, or use --clock virtual",
                Units.formatPacketsPerSecond(perSecond(intended, durationNs)),
                Units.formatPacketsPerSecond(perSecond(sent, durationNs)));
    }

    private static long perSecond(final double packets, final long durationNs) {
        return Math.round(packets * 1e9 / durationNs);
    }
}
