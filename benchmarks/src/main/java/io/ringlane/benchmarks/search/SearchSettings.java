package io.ringlane.benchmarks.search;

/**
 * Where a search looks, and how long.
 *
 * @param minLoad lowest load, packets a second
 * @param maxLoad highest load
 * @param limitNs the search starts no trial that would end later than this after its own start
 */
public record SearchSettings(double minLoad, double maxLoad, long limitNs) {

    /** Checks that there is something to search. */
    public SearchSettings {
        if (!(minLoad > 0 && maxLoad > minLoad)) {
            throw new IllegalArgumentException("loads from " + minLoad + " to " + maxLoad
                    + " packets a second; the first must be above 0 and the lower one");
        }
        if (limitNs <= 0) {
            throw new IllegalArgumentException("a limit of " + limitNs + " ns; takes more than 0");
        }
    }
}
