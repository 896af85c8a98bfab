package io.ringlane.cloud.run;

import io.ringlane.core.rate.Units;
import java.util.List;
import java.util.Locale;

/**
 * Whether what a run against the wall clock missed may be put down to the traffic. Not where the load generator left its
 * schedule, or threads were away from their cores, for so long that this alone could account for every miss: a single one that it does
 * not account for is judged, and all others with it. What was met in spite
 * of that is met.
 */
final class MissProof {

    /** A thread that is back needs about as long again until it has caught up, and what comes meanwhile suffers too. */
    private static final int CATCHING_UP = 2;

    private MissProof() {}

    /**
     * Looks for what voids a run.
     *
     * @param latestNs the most a frame of each flow was sent after it was due
     * @param lateShares the share of each flow's frames that were sent late
     * @param startNs when the measured time started
     * @return the reason in words, or null
     */
    static String voidReason(
            final List<Miss> misses,
            final long[] latestNs,
            final double[] lateShares,
            final long startNs,
            final Absences absences) {
        String reason = null;
        for (final Miss miss : misses) {
            final long fromNs = startNs + miss.fromNs();
            final long lengthNs = miss.toNs() - miss.fromNs();
            final double lateShare = lateShares[miss.flow()];
            final double awayShare = (double) absences.allNs(fromNs, fromNs + lengthNs) * CATCHING_UP / lengthNs;
            if (lateShare + awayShare == 0 || miss.share() > lateShare + awayShare) {
                return null; // the product's, whatever else is the machine's
            }
            if (reason == null) {
                reason = String.format(
                        Locale.ROOT,
                        "%s was missed by %.2g %% of its traffic, which the machine may have caused: the load generator"
                                + " sent %.2g %% of the frames late, up to %s, and %s; %s",
                        miss.text(),
                        miss.share() * 100,
                        lateShare * 100,
                        Units.formatNanos(latestNs[miss.flow()]),
                        absences.describe(fromNs, lengthNs),
                        Shortfall.ADVICE);
            }
        }
        return reason;
    }
}
