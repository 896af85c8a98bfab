package io.ringlane.benchmarks.search;

/**
 * One trial of a search.
 *
 * @param index its place among all trials of the search, from 0
 * @param step its load's place on the {@link LoadGrid}
 * @param load intended load in packets a second
 * @param durationNs intended duration
 */
public record Trial(int index, int step, double load, long durationNs, Tally tally) {

    /** Packets a second that came through while the load was there. */
    public double forwardingRate() {
        return load * (1 - tally.lossRatio());
    }
}
