package io.ringlane.cloud.run;

import io.ringlane.cloud.network.EventCalls;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.rate.Units;
import io.ringlane.core.time.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The events of a run: a source that sends no frames and makes calls, so that each happens before the frames that are due at its
 * time: exactly then under the virtual clock, and as soon as the thread gets to it under the real one. One thread.
 */
final class Timeline implements Source {

    /**
     * As late as an event may be in force. Expectations between two events say what holds at times of tens of milliseconds and
     * more; the call itself takes some microseconds, and a thread that is off its core misses a few milliseconds.
     */
    private static final long LATEST_NS = 10_000_000;

    private final NanoClock clock;
    private final List<EventSpec> events;
    private final EventCalls calls;
    private final NetworkNames names;
    private final Runnable onChange;
    private final long startNs;
    private final long endNs;
    private final List<EventResult> done = new ArrayList<>();

    /**
     * @param clock the run's
     * @param events in order of time
     * @param onChange called after each
     * @param startNs what their times count from
     * @param endNs when none happens any more
     */
    Timeline(
            final NanoClock clock,
            final List<EventSpec> events,
            final EventCalls calls,
            final NetworkNames names,
            final Runnable onChange,
            final long startNs,
            final long endNs) {
        this.clock = clock;
        this.events = events;
        this.calls = calls;
        this.names = names;
        this.onChange = onChange;
        this.startNs = startNs;
        this.endNs = endNs;
    }

    @Override
    public String label() {
        return "the timeline";
    }

    @Override
    public boolean isWarmUp() {
        return false;
    }

    @Override
    public long nextNs() {
        final long dueNs = done.size() == events.size()
                ? Long.MAX_VALUE
                : startNs + events.get(done.size()).atNs();
        return dueNs < endNs ? dueNs : Long.MAX_VALUE;
    }

    /** Lets happen what is due; returns how much. */
    @Override
    public int send(final long nowNs) {
        int count = 0;
        while (nextNs() <= nowNs) {
            final EventSpec event = events.get(done.size());
            String code = null;
            String message = null;
            try {
                event.action().accept(calls);
            } catch (final Ec2Exception e) {
                code = e.code();
                message = names.explain(e.getMessage());
            }
            final long happenedNs = clock.nanoTime() - startNs;
            done.add(new EventResult(done.size() + 1, event.atNs(), happenedNs, event.text(), true, code, message));
            onChange.run();
            count++;
        }
        return count;
    }

    /** What came of each event, of those too that the run did not last for. */
    List<EventResult> results() {
        final List<EventResult> results = new ArrayList<>(done);
        for (int i = results.size(); i < events.size(); i++) {
            final EventSpec event = events.get(i);
            results.add(new EventResult(i + 1, event.atNs(), event.atNs(), event.text(), false, null, null));
        }
        return results;
    }

    /**
     * Why the run does not show what its expectations speak of: the event that came latest, if it was so late that they say
     * nothing of what happened; null if all came in time.
     */
    String voidReason() {
        EventResult latest = null;
        for (final EventResult each : done) {
            if (each.lateNs() > (latest == null ? LATEST_NS : latest.lateNs())) {
                latest = each;
            }
        }
        return latest == null
                ? null
                : String.format(
                        Locale.ROOT,
                        "event %d, %s, was in force at %s and not at %s: later than %s, so that expectations speak of"
                                + " other times; %s",
                        latest.number(),
                        latest.text(),
                        Units.formatNanos(latest.happenedNs()),
                        Units.formatNanos(latest.atNs()),
                        Units.formatNanos(LATEST_NS),
                        Shortfall.ADVICE);
    }

    @Override
    public long backlog(final long nowNs) {
        return 0;
    }

    @Override
    public long sentPackets() {
        return 0;
    }

    @Override
    public long sentBytes() {
        return 0;
    }
}
