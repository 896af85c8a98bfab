package io.ringlane.benchmarks.compare.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * From blocks to verdicts.
 * <p>
 * REGRESSED and IMPROVED are claims that one benchmark of many makes good for all, so each is a one-sided test against
 * the margin at 5 % after Holm's correction over all benchmarks. EQUIVALENT is the two one-sided tests of one benchmark:
 * its two-sided 90 % interval lies within the margin. It needs no correction, since a session is good only if every
 * benchmark passes. docs/decisions/0070-regression-gate.md has the reasons and what was simulated.
 */
public final class Judge {

    /** Of the two-sided intervals. */
    public static final double CONFIDENCE = 0.90;

    /** Of an interval that two revisions must leave to be told apart, and of both one-sided tests. */
    private static final double LEVEL = (1 - CONFIDENCE) / 2;

    /** Of the control's interval: a session of identical code is void by chance at most once in a hundred. */
    private static final double CONTROL_CONFIDENCE = 0.99;

    /** Two blocks have one degree of freedom, whose interval is six times as wide as its error. */
    public static final int LEAST_BLOCKS = 3;

    private final double logMargin;

    /** @param margin as a share, 0.03 for 3 %; above 0 */
    public Judge(final double margin) {
        if (!(margin > 0 && margin < 1)) {
            throw new IllegalArgumentException("margin " + margin + "; takes a share above 0 and below 1");
        }
        logMargin = Math.log1p(margin);
    }

    /**
     * Judges a session.
     *
     * @param series the benchmarks' metrics
     * @param control the A/A control, which lends its knowledge of the noise; null without one
     */
    public SessionJudgement judge(final List<Series> series, final Series control) {
        final List<Series> all = new ArrayList<>(series);
        if (control != null) {
            all.add(control);
        }
        final Estimate[] estimates = estimates(all);
        final double[] worse = new double[series.size()];
        final double[] better = new double[series.size()];
        for (int i = 0; i < series.size(); i++) {
            worse[i] = estimates[i] == null ? 1 : estimates[i].pAbove(logMargin);
            better[i] = estimates[i] == null ? 1 : estimates[i].pBelow(logMargin);
        }
        final double[] regressed = Holm.adjusted(worse);
        final double[] improved = Holm.adjusted(better);
        final List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            judgements.add(judgement(estimates[i], regressed[i], improved[i]));
        }
        return new SessionJudgement(judgements, control == null ? null : controlled(estimates[series.size()]));
    }

    /** Null where too few blocks are whole. */
    private static Estimate[] estimates(final List<Series> all) {
        final List<Estimate> raw = new ArrayList<>();
        final List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            final List<Block> whole = all.get(i).wholeBlocks();
            if (whole.size() >= LEAST_BLOCKS) {
                raw.add(Estimate.of(whole, all.get(i).direction()));
                indexes.add(i);
            }
        }
        final List<Estimate> moderated = Moderation.moderate(raw);
        final Estimate[] estimates = new Estimate[all.size()];
        for (int i = 0; i < indexes.size(); i++) {
            estimates[indexes.get(i)] = moderated.get(i);
        }
        return estimates;
    }

    private Judgement judgement(final Estimate estimate, final double regressed, final double improved) {
        if (estimate == null) {
            return new Judgement(Verdict.INCONCLUSIVE, null, Double.NaN, Double.NaN, 1, 1);
        }
        final double half = estimate.halfWidth(CONFIDENCE);
        final double low = estimate.logSlowdown() - half;
        final double high = estimate.logSlowdown() + half;
        final Verdict verdict;
        if (regressed <= LEVEL) {
            verdict = Verdict.REGRESSED;
        } else if (improved <= LEVEL) {
            verdict = Verdict.IMPROVED;
        } else if (low > -logMargin && high < logMargin) {
            verdict = Verdict.EQUIVALENT;
        } else {
            verdict = Verdict.INCONCLUSIVE;
        }
        return new Judgement(verdict, estimate, low, high, regressed, improved);
    }

    /**
     * The control leaves the margin where its estimate is beyond it and its interval holds no zero: identical code
     * differs, and not by chance.
     */
    private ControlJudgement controlled(final Estimate estimate) {
        if (estimate == null) {
            return new ControlJudgement(ControlJudgement.State.TOO_FEW_BLOCKS, null, Double.NaN, Double.NaN);
        }
        final double half = estimate.halfWidth(CONTROL_CONFIDENCE);
        final double distance = Math.abs(estimate.logSlowdown());
        final boolean hasLeft = distance > logMargin && distance > half;
        return new ControlJudgement(
                hasLeft ? ControlJudgement.State.LEFT_THE_MARGIN : ControlJudgement.State.HELD,
                estimate,
                estimate.logSlowdown() - half,
                estimate.logSlowdown() + half);
    }
}
