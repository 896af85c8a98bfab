package io.ringlane.benchmarks.compare.stats;

/**
 * A verdict and what it stands on.
 *
 * @param estimate null where too few blocks are left
 * @param low the confidence interval's lower end, as {@link Estimate#logSlowdown}; NaN without an estimate
 * @param high its upper end
 * @param pRegressed Holm-adjusted; 1 without an estimate
 * @param pImproved Holm-adjusted; 1 without an estimate
 */
public record Judgement(
        Verdict verdict, Estimate estimate, double low, double high, double pRegressed, double pImproved) {}
