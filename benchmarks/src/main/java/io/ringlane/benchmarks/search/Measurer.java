package io.ringlane.benchmarks.search;

/** Puts a load on a system and counts. */
@FunctionalInterface
public interface Measurer {

    /**
     * One trial: offers the load for a time, waits for what is still on its way, counts.
     *
     * @param load packets a second, above 0
     * @param durationNs how long, above 0
     */
    Tally measure(double load, long durationNs);
}
