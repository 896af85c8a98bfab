package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.stats.Fork;
import io.ringlane.benchmarks.compare.stats.Side;

/**
 * One fork as it ran.
 *
 * @param number in the order of the session, from 1
 */
public record ForkLog(int number, Side side, ForkOutcome outcome) {

    /** Its figure for one metric; dead where it has none. */
    public Fork fork(final Metric.Key key) {
        if (!outcome.isAlive()) {
            return Fork.dead(side);
        }
        return outcome.result().metrics().stream()
                .filter(metric -> metric.key().equals(key))
                .findFirst()
                .map(metric -> new Fork(side, metric.score()))
                .orElse(Fork.dead(side));
    }
}
