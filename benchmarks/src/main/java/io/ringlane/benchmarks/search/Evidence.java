package io.ringlane.benchmarks.search;

import java.util.Comparator;
import java.util.List;

/**
 * What trials at one load say about a goal: time spent in good trials and in bad ones.
 *
 * <p>Load classification and conditional throughput are those of RFC 9971, for trials that all have the final duration: a
 * search makes no shorter ones.
 */
record Evidence(Goal goal, double goodNs, double badNs) {

    static Evidence of(final Goal goal, final List<Trial> trials) {
        double goodNs = 0;
        double badNs = 0;
        for (final Trial trial : trials) {
            if (goal.isMetBy(trial)) {
                goodNs += trial.durationNs();
            } else {
                badNs += trial.durationNs();
            }
        }
        return new Evidence(goal, goodNs, badNs);
    }

    /** The verdict as the goal asks for it. */
    Verdict verdict() {
        return verdict(goal.durationSumNs());
    }

    /**
     * The verdict if trials of this much time together were enough: a load is decided as soon as the time still missing, were
     * it all good or all bad, could not change it.
     */
    Verdict verdict(final double durationSumNs) {
        final double wholeNs = Math.max(goodNs + badNs, durationSumNs);
        final double allowedNs = wholeNs * goal.exceedRatio();
        final boolean holdsAnyway = wholeNs - goodNs <= allowedNs;
        final boolean canStillHold = badNs <= allowedNs;
        return holdsAnyway ? Verdict.LOWER : canStillHold ? Verdict.UNDECIDED : Verdict.UPPER;
    }

    /** Whether a load that is not decided looks like an upper bound. */
    boolean leansUpper() {
        return badNs > (goodNs + badNs) * goal.exceedRatio();
    }

    /**
     * The forwarding rate that a load keeps, in all trials but the share that may exceed: of the trials by loss, the one at
     * that place, and time not measured counts as everything lost.
     */
    static double conditionalThroughput(final Goal goal, final List<Trial> trials) {
        final double measuredNs = trials.stream().mapToDouble(Trial::durationNs).sum();
        double leftNs = Math.max(measuredNs, goal.durationSumNs()) * (1 - goal.exceedRatio());
        for (final Trial trial : trials.stream()
                .sorted(Comparator.comparingDouble(t -> t.tally().lossRatio()))
                .toList()) {
            leftNs -= trial.durationNs();
            if (leftNs <= 0) {
                return trial.forwardingRate();
            }
        }
        return 0;
    }
}
