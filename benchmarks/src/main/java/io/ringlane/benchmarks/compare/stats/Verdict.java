package io.ringlane.benchmarks.compare.stats;

/** What is said of one metric of one benchmark. */
public enum Verdict {
    /** HEAD does not run it, and BASE does. */
    BROKEN,
    /** Worse by more than the margin, after Holm's correction. */
    REGRESSED,
    /** Better by more than the margin, after Holm's correction. */
    IMPROVED,
    /** The confidence interval lies within the margin on both sides. */
    EQUIVALENT,
    /** Too few blocks, or an interval that lies on both sides of a margin. */
    INCONCLUSIVE
}
