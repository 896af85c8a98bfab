package io.ringlane.cloud.run;

import io.ringlane.cloud.network.EventCalls;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.core.rate.Units;
import io.ringlane.core.time.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * The events of a run, as a source that makes calls, so that each happens before the frames that are due at its
 * time: exactly then under the virtual clock, and as soon as the thread gets to it under the real one. One thread.
 */
final class Timeline extends CallSource {

    /**
     * So late the thread may come to an event. Expectations between two events say what holds at times of tens of milliseconds and
     * more, and a thread that is off its core misses a few milliseconds. What calls take is not counted: whoever waits for them
     * waits for this program.
     */
    private static final long LATEST_NS = 10_000_000;

    private final NanoClock clock;
    private final List<EventSpec> events;
    private final EventCalls calls;
    private final NetworkNames names;
    private final LongConsumer onChange;
    private final long startNs;
    private final long endNs;
    private final List<EventResult> done = new ArrayList<>();
    private final long[] callsFromNs; // by event, from startNs
    private final long[] callsToNs;
    private EventResult latest; // that the thread came to too late; null for none
    private long latestNs = LATEST_NS;

    /**
     * @param clock the run's
     * @param events in order of time
     * @param onChange called after each, with its time
     * @param startNs what their times count from
     * @param endNs when none happens any more
     */
    Timeline(
            final NanoClock clock,
            final List<EventSpec> events,
            final EventCalls calls,
            final NetworkNames names,
            final LongConsumer onChange,
            final long startNs,
            final long endNs) {
        this.clock = clock;
        this.events = events;
        this.calls = calls;
        this.names = names;
        this.onChange = onChange;
        this.startNs = startNs;
        this.endNs = endNs;
        this.callsFromNs = new long[events.size()];
        this.callsToNs = new long[events.size()];
    }

    @Override
    public String label() {
        return "the timeline";
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
            final int number = done.size();
            final EventSpec event = events.get(number);
            final long keptWaitingNs = keptWaitingNs(event.atNs(), nowNs - startNs);
            callsFromNs[number] = clock.nanoTime() - startNs;
            String code = null;
            String message = null;
            try {
                event.action().accept(calls);
            } catch (final Ec2Exception e) {
                code = e.code();
                message = names.explain(e.getMessage());
            }
            final long happenedNs = clock.nanoTime() - startNs;
            final EventResult result =
                    new EventResult(number + 1, event.atNs(), happenedNs, event.text(), true, code, message);
            if (keptWaitingNs > latestNs) {
                latestNs = keptWaitingNs;
                latest = result;
            }
            done.add(result);
            onChange.accept(happenedNs);
            callsToNs[number] = clock.nanoTime() - startNs;
            count++;
        }
        return count;
    }

    /** How long an event has been due, less the calls that were made meanwhile. */
    private long keptWaitingNs(final long dueNs, final long nowNs) {
        long ns = nowNs - dueNs;
        for (int i = done.size() - 1; i >= 0 && callsToNs[i] > dueNs; i--) {
            ns -= Math.max(0, Math.min(callsToNs[i], nowNs) - Math.max(callsFromNs[i], dueNs));
        }
        return ns;
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
     * Why the run does not show what its expectations speak of: the event that the thread came to latest, if that was so late that
     * they say nothing of what happened; null if it came to all in time.
     */
    String voidReason() {
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
}
