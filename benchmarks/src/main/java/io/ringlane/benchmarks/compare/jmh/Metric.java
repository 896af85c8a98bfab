package io.ringlane.benchmarks.compare.jmh;

import io.ringlane.benchmarks.compare.stats.Direction;

/**
 * One figure of one fork.
 *
 * @param mode JMH's short name of the mode, since one benchmark may run in several
 * @param name empty for the benchmark's own score, else the name of a counter
 * @param unit JMH's
 * @param score the fork's figure
 */
public record Metric(String mode, String name, String unit, double score) {

    /** What this metric is, without its figure. */
    public Key key() {
        return new Key(mode, name, unit);
    }

    /** A metric without its figure. */
    public record Key(String mode, String name, String unit) {

        /** Which way is better. */
        public Direction direction() {
            return Direction.of(mode, unit, name.isEmpty());
        }

        /** The name of a counter, and the mode; for people. */
        public String label() {
            return name.isEmpty() ? mode : name + " " + mode;
        }
    }
}
