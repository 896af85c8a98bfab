package io.ringlane.cloud.run;

import io.ringlane.cloud.address.CostReport;
import io.ringlane.cloud.scenario.Claim;
import io.ringlane.cloud.scenario.Moment;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was so at the times that claims speak of: a source that looks, after the events of the same time. One
 * thread.
 */
final class Moments extends CallSource {

    private final Supplier<Moment> now;
    private final long[] timesNs; // ascending, from startNs
    private final long startNs;
    private final long durationNs;
    private final Map<Long, Moment> moments = new HashMap<>();
    private Moment fixed; // null where things change
    private int next;

    /**
     * @param now what is so now
     * @param startNs what times count from
     * @param durationNs the last of them, at which it looks as well
     */
    Moments(
            final Supplier<Moment> now,
            final List<ExpectSpec> expectations,
            final long startNs,
            final long durationNs) {
        this.now = now;
        this.startNs = startNs;
        this.durationNs = durationNs;
        this.timesNs = expectations.stream()
                .filter(expect -> expect.claim() != null)
                .mapToLong(expect -> expect.claim().atNs())
                .filter(atNs -> atNs < durationNs)
                .sorted()
                .distinct()
                .toArray();
    }

    /** What is so all the time. */
    static Moments always(final Moment moment) {
        final Moments always = new Moments(() -> moment, List.of(), 0, 0);
        always.fixed = moment;
        return always;
    }

    /** What was so at a time or, at {@link Claim#AT_END}, in the end; null if the run ended before. */
    Moment at(final long atNs) {
        return fixed != null ? fixed : moments.get(atNs == Claim.AT_END ? durationNs : atNs);
    }

    /** What public addresses cost until the end; null if there were none. */
    CostReport costs() {
        final Moment last = at(Claim.AT_END);
        return last == null || last.costs() == null || last.costs().isEmpty() ? null : last.costs();
    }

    /** Looks at the end of the run, if it has not yet. */
    void end() {
        moments.computeIfAbsent(durationNs, key -> now.get());
    }

    @Override
    public String label() {
        return "what is claimed";
    }

    @Override
    public long nextNs() {
        return next < timesNs.length
                ? startNs + timesNs[next]
                : moments.containsKey(durationNs) ? Long.MAX_VALUE : startNs + durationNs;
    }

    @Override
    public int send(final long nowNs) {
        int count = 0;
        for (; nextNs() <= nowNs; count++) {
            moments.put(nextNs() - startNs, now.get());
            next++;
        }
        return count;
    }

    /**
     * Looks for all times before that of an event which is about to happen: a thread that comes to both late finds each time as it
     * was.
     *
     * @param eventNs from the start of the traffic
     */
    void lookBefore(final long eventNs) {
        for (; next < timesNs.length && timesNs[next] < eventNs; next++) {
            moments.put(timesNs[next], now.get());
        }
    }
}
