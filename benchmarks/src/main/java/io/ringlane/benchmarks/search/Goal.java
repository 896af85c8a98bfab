package io.ringlane.benchmarks.search;

/**
 * What is searched for: the highest load of which at most a share is lost, and how sure the answer has to be.
 *
 * @param name as tables name it
 * @param lossRatio the most that a trial may lose and still be good, 0 to below 1
 * @param trialNs final trial duration; a search of several goals uses the longest of theirs for all
 * @param durationSumNs trials at one load last this long together before they decide about it, unless those still missing
 *     could not change the decision
 * @param exceedRatio share of that time which may belong to trials that lost more, 0 to below 1; with 0.5 the median decides
 * @param width how far apart the two bounds may be, relative to the lower one, above 0
 */
public record Goal(String name, double lossRatio, long trialNs, long durationSumNs, double exceedRatio, double width) {

    private static final long SECOND_NS = 1_000_000_000L;

    /** Checks the ranges above. */
    public Goal {
        if (!(lossRatio >= 0 && lossRatio < 1)) {
            throw new IllegalArgumentException(name + ": loss ratio " + lossRatio + "; takes 0 to below 1");
        }
        if (!(exceedRatio >= 0 && exceedRatio < 1)) {
            throw new IllegalArgumentException(name + ": exceed ratio " + exceedRatio + "; takes 0 to below 1");
        }
        if (trialNs <= 0 || durationSumNs < trialNs) {
            throw new IllegalArgumentException(name + ": trials of " + trialNs + " ns, " + durationSumNs
                    + " ns of them; takes 1 ns or more, and a sum of one trial or more");
        }
        if (!(width > 0)) {
            throw new IllegalArgumentException(name + ": width " + width + "; takes more than 0");
        }
    }

    /** No drop rate: nothing lost; trials of 1 s, 21 s of them, half may exceed, bounds within 0.5 %. */
    public static Goal ndr() {
        return new Goal("NDR", 0, SECOND_NS, 21 * SECOND_NS, 0.5, 0.005);
    }

    /** Partial drop rate: at most 0.5 % lost, the rest as {@link #ndr}. */
    public static Goal pdr() {
        return new Goal("PDR", 0.005, SECOND_NS, 21 * SECOND_NS, 0.5, 0.005);
    }

    /** The same with other trials and another width, for a rougher answer. */
    public Goal with(final long newTrialNs, final long newDurationSumNs, final double newWidth) {
        return new Goal(name, lossRatio, newTrialNs, newDurationSumNs, exceedRatio, newWidth);
    }

    /** Whether a trial lost no more than it may. */
    boolean isMetBy(final Trial trial) {
        return trial.tally().lossRatio() <= lossRatio;
    }
}
