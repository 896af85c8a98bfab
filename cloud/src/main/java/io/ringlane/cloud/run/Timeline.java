package io.ringlane.cloud.run;

import io.ringlane.cloud.network.EventCalls;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.traffic.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The events of a run: a source that sends no frames and makes calls, so that each happens at its time on either clock, before
 * the frames that are due then. One thread.
 */
final class Timeline implements Source {

    private final List<EventSpec> events;
    private final EventCalls calls;
    private final NetworkNames names;
    private final LongConsumer onChange;
    private final long startNs;
    private final long endNs;
    private final List<EventResult> done = new ArrayList<>();

    /**
     * @param events in order of time
     * @param onChange called after each, with its time
     * @param startNs what their times count from
     * @param endNs when none happens any more
     */
    Timeline(
            final List<EventSpec> events,
            final EventCalls calls,
            final NetworkNames names,
            final LongConsumer onChange,
            final long startNs,
            final long endNs) {
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
            done.add(new EventResult(done.size() + 1, event.atNs(), event.text(), true, code, message));
            onChange.accept(event.atNs());
            count++;
        }
        return count;
    }

    /** What came of each event, of those too that the run did not last for. */
    List<EventResult> results() {
        final List<EventResult> results = new ArrayList<>(done);
        for (int i = results.size(); i < events.size(); i++) {
            results.add(
                    new EventResult(i + 1, events.get(i).atNs(), events.get(i).text(), false, null, null));
        }
        return results;
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
