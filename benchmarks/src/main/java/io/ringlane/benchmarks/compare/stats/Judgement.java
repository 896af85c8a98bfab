package io.ringlane.benchmarks.compare.stats;

/**
 * A verdict and what it stands on.
 *
 * @param estimate null where too few blocks are left
 * @param low the confidence interval's lower end, as {@link Estimate#logSlowdown}; NaN without an estimate
 * @param high its upper end
 * @param pRegressed Holm-adjusted, of this look; 1 without an estimate
 * @param pImproved Holm-adjusted, of this look; 1 without an estimate
 * @param slowForks null where nothing was run
 * @param isNoWorse whether it is surely not worse by more than the margin, though it may be better by more
 */
public record Judgement(
        Verdict verdict,
        Estimate estimate,
        double low,
        double high,
        double pRegressed,
        double pImproved,
        SlowForks slowForks,
        boolean isNoWorse) {

    /** A verdict that no figure is behind. */
    public static Judgement without(final Verdict verdict) {
        return new Judgement(verdict, null, Double.NaN, Double.NaN, 1, 1, null, false);
    }

    /** Whether more blocks could tell what matters: is it worse? */
    public boolean isOpen() {
        return verdict == Verdict.INCONCLUSIVE && !isNoWorse;
    }
}
