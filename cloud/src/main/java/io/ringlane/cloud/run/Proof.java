package io.ringlane.cloud.run;

/**
 * What the evidence of a run against the wall clock says of its verdicts.
 *
 * @param isJudged whether something was missed that no disturbance accounts for: then everything is judged, whatever else the
 *     machine took
 * @param reason what voids the run if it is not judged, in words; null if nothing does
 */
record Proof(boolean isJudged, String reason) {

    /** Nothing was missed, or so little measured that it matters. */
    static final Proof GOOD = new Proof(false, null);

    /** Something was missed, and it was the product's doing. */
    static final Proof JUDGED = new Proof(true, null);

    static Proof ofVoid(final String reason) {
        return new Proof(false, reason);
    }

    /** What both say: of two reasons the first. */
    Proof and(final Proof other) {
        return isJudged || other.isJudged ? JUDGED : reason == null ? other : this;
    }
}
