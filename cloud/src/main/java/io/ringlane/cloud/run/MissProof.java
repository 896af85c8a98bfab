package io.ringlane.cloud.run;

import io.ringlane.core.rate.Units;
import java.util.List;
import java.util.Locale;

/**
 * Whether what a run against the wall clock missed may be put down to the machine: where threads were away from their cores for so
 * long that this alone could account for every miss. A single one that it does not account for is judged, and all others with it.
 * What was met in spite of that is met.
 *
 * <p>Frames that the load generator sent late are evidence of nothing by themselves: a worker that was slow, or a call that took
 * long, makes them late too.
 */
final class MissProof {

    /** A thread that is back needs about as long again until it has caught up, and what comes meanwhile suffers too. */
    private static final int CATCHING_UP = 2;

    private MissProof() {}

    /**
     * Holds each miss against the absences of its time.
     *
     * @param latestNs the most a frame of each flow was sent after it was due
     * @param startNs when the measured time started
     */
    static Proof of(final List<Miss> misses, final long[] latestNs, final long startNs, final Absences absences) {
        String reason = null;
        for (final Miss miss : misses) {
            if (miss.share() == Miss.INEXCUSABLE) {
                return Proof.JUDGED;
            }
            final long fromNs = startNs + miss.fromNs();
            final long lengthNs = miss.toNs() - miss.fromNs();
            final double awayShare = (double) absences.allNs(fromNs, fromNs + lengthNs) * CATCHING_UP / lengthNs;
            if (awayShare == 0 || miss.share() > awayShare) {
                return Proof.JUDGED; // the product's, whatever else is the machine's
            }
            if (reason == null) {
                reason = String.format(
                        Locale.ROOT,
                        "%s was missed by %.2g %% of its traffic, which the machine may have caused: %s; the load generator"
                                + " sent a frame up to %s late; %s",
                        miss.text(),
                        miss.share() * 100,
                        absences.describe(fromNs, lengthNs),
                        Units.formatNanos(latestNs[miss.flow()]),
                        Shortfall.ADVICE);
            }
        }
        return reason == null ? Proof.GOOD : Proof.ofVoid(reason);
    }
}
