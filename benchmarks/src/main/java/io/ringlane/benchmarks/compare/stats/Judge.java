package io.ringlane.benchmarks.compare.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From blocks to verdicts, at one of a few looks.
 * <p>
 * REGRESSED and IMPROVED are claims that one benchmark of many makes good for all, so each is a one-sided test against
 * the margin after Holm's correction over all benchmarks; what was decided at an earlier look stays as it was and counts
 * in the correction as if it had said nothing. EQUIVALENT is the two one-sided tests of one benchmark: its interval lies
 * within the margin. It needs no correction over benchmarks, since a session is good only if every one passes. A benchmark
 * that is slow in some of its forks only, and so in HEAD alone, is found by {@link SlowForks}.
 * docs/decisions/0070-regression-gate.md has the reasons and what was simulated.
 */
public final class Judge {

    /** Two blocks have one degree of freedom, whose interval is six times as wide as its error. */
    public static final int LEAST_BLOCKS = 3;

    /** That all looks of a session together are wrong, one-sided: the two-sided interval of 90 %. */
    private static final double LEVEL = 0.05;

    /** The part of it that is spent on means; the rest on forks that are slow in HEAD alone. */
    private static final double LEVEL_OF_MEANS = 0.045;

    /** Up to this a benchmark is not called fine: three slow forks of ten in HEAD and none in BASE are at 0.11. */
    private static final double SUSPICION = 0.125;

    /** That a session of identical code is void by chance, over all its looks and both directions. */
    private static final double LEVEL_OF_CONTROL = 0.01;

    private final double logMargin;
    private final int looks;

    /**
     * @param margin as a share, 0.03 for 3 %; above 0
     * @param looks how often a session may be judged, 1 or more
     */
    public Judge(final double margin, final int looks) {
        if (!(margin > 0 && margin < 1)) {
            throw new IllegalArgumentException("margin " + margin + "; takes a share above 0 and below 1");
        }
        logMargin = Math.log1p(margin);
        this.looks = looks;
    }

    /**
     * Judges a session once.
     *
     * @param series the benchmarks' metrics
     * @param control the A/A control, which lends its knowledge of the noise; null without one
     * @param decided at earlier looks, by index in {@code series}; they stay
     */
    public SessionJudgement judge(
            final List<Series> series, final Series control, final Map<Integer, Judgement> decided) {
        final List<Series> all = new ArrayList<>(series);
        if (control != null) {
            all.add(control);
        }
        final Estimate[] estimates = estimates(all);
        final double[] worse = new double[series.size()];
        final double[] better = new double[series.size()];
        final double[] slow = new double[series.size()];
        final SlowForks[] slowForks = new SlowForks[series.size()];
        for (int i = 0; i < series.size(); i++) {
            final boolean isOpen = !decided.containsKey(i);
            slowForks[i] = isOpen ? SlowForks.of(series.get(i)) : null;
            worse[i] = isOpen && estimates[i] != null ? estimates[i].pAbove(logMargin) : 1;
            better[i] = isOpen && estimates[i] != null ? estimates[i].pBelow(logMargin) : 1;
            slow[i] = isOpen && slowForks[i].logSlowdown() > logMargin ? slowForks[i].pMoreOnHead() : 1;
        }
        final double[] regressed = Holm.adjusted(worse);
        final double[] improved = Holm.adjusted(better);
        final double[] slowed = Holm.adjusted(slow);
        final List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            judgements.add(
                    decided.containsKey(i)
                            ? decided.get(i)
                            : judgement(estimates[i], regressed[i], improved[i], slow[i], slowed[i], slowForks[i]));
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

    private Judgement judgement(
            final Estimate estimate,
            final double regressed,
            final double improved,
            final double slow,
            final double slowed,
            final SlowForks slowForks) {
        final double half = estimate == null ? Double.NaN : estimate.halfWidth(1 - 2 * LEVEL / looks);
        final double low = estimate == null ? Double.NaN : estimate.logSlowdown() - half;
        final double high = estimate == null ? Double.NaN : estimate.logSlowdown() + half;
        final boolean isNoWorse = high < logMargin && slow > SUSPICION;
        final Verdict verdict;
        if (regressed <= LEVEL_OF_MEANS / looks || slowed <= (LEVEL - LEVEL_OF_MEANS) / looks) {
            verdict = Verdict.REGRESSED;
        } else if (improved <= LEVEL / looks) {
            verdict = Verdict.IMPROVED;
        } else if (low > -logMargin && isNoWorse) {
            verdict = Verdict.EQUIVALENT;
        } else {
            verdict = Verdict.INCONCLUSIVE;
        }
        return new Judgement(verdict, estimate, low, high, regressed, improved, slowForks, isNoWorse);
    }

    /**
     * The control leaves the margin where its estimate is beyond it and its interval holds no zero: identical code
     * differs, and not by chance.
     */
    private ControlJudgement controlled(final Estimate estimate) {
        if (estimate == null) {
            return ControlJudgement.withoutBlocks();
        }
        final double half = estimate.halfWidth(1 - LEVEL_OF_CONTROL / looks);
        final double distance = Math.abs(estimate.logSlowdown());
        final boolean hasLeft = distance > logMargin && distance > half;
        return new ControlJudgement(
                hasLeft ? ControlJudgement.State.LEFT_THE_MARGIN : ControlJudgement.State.HELD,
                estimate,
                estimate.logSlowdown() - half,
                estimate.logSlowdown() + half);
    }
}
