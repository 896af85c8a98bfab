package io.ringlane.cloud.run;

/**
 * An expectation that was missed, and by how much.
 *
 * @param text the expectation
 * @param flow number of the flow; of no meaning where no disturbance explains the miss
 * @param fromNs where the time begins that it is about, from the start of the measured time
 * @param toNs where it ends
 * @param share how much of the traffic of that time is too much, missing or too late for it to hold, as a share of what was to
 *     be there; infinite where no disturbance explains the miss
 */
record Miss(String text, int flow, long fromNs, long toNs, double share) {

    /** One that no disturbance explains, however long threads were away. */
    static final double INEXCUSABLE = Double.POSITIVE_INFINITY;

    /** A miss that is not about traffic. */
    static Miss inexcusable(final String text) {
        return new Miss(text, 0, 0, 0, INEXCUSABLE);
    }
}
