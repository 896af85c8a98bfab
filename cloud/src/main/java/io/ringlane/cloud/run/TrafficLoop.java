package io.ringlane.cloud.run;

import static io.ringlane.core.frame.FrameLayout.INTENDED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.METADATA_BYTES;
import static io.ringlane.core.frame.FrameLayout.TAG_OFFSET;

import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.worker.DataPlane;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.LongToIntFunction;

/**
 * The instances' side of a run: fires sources when they are due and drains receivers, until everything sent has ended.
 *
 * <p>In virtual time one thread does it all and jumps from event to event; in real time it runs beside the workers.
 */
public final class TrafficLoop {

    private static final int RECEIVE_LIMIT = 256;
    private static final long DRAIN_NS = 200_000_000L;
    private static final double MAX_SHORTFALL = 0.001;
    private static final int PROGRESS_EVERY = 4096;

    private final DataPlane dataPlane;
    private final Source[] sources;
    private final FreshReceiver receiver;
    private final long startNs;
    private final long durationNs;
    private final RunObserver observer;

    /** Drains what arrived, of the flows that a worker's ledger says got something. */
    @FunctionalInterface
    public interface FreshReceiver {
        void receive(Ledger ledger, long nowNs);
    }

    /** A loop over sources; {@code receiver} serves virtual time only. */
    public TrafficLoop(
            final DataPlane dataPlane,
            final Source[] sources,
            final FreshReceiver receiver,
            final long startNs,
            final long durationNs,
            final RunObserver observer) {
        this.dataPlane = dataPlane;
        this.sources = sources;
        this.receiver = receiver;
        this.startNs = startNs;
        this.durationNs = durationNs;
        this.observer = observer;
    }

    /** Hands received frames to their meters. */
    static int receive(final QueuePair queue, final FlowMeter[] meters, final long nowNs) {
        return queue.receive(
                (memory, offset, lengthBytes, descriptor) -> {
                    final int metadata = offset - METADATA_BYTES;
                    final long tag = Bytes.getLong(memory, metadata + TAG_OFFSET);
                    if (tag != FrameTag.NONE) {
                        meters[FrameTag.flow(tag)].onArrival(
                                tag, lengthBytes, Bytes.getLong(memory, metadata + INTENDED_OFFSET), nowNs);
                    }
                },
                RECEIVE_LIMIT);
    }

    /** Jumps from event to event until nothing is left to happen. */
    public void runVirtual(final VirtualClock clock, final List<Ledger> ledgers) {
        final PriorityQueue<Due> due = new PriorityQueue<>();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i].nextNs() != Long.MAX_VALUE) {
                due.add(new Due(i, sources[i].nextNs()));
            }
        }
        boolean isDraining = false;
        int turns = 0;
        while (true) {
            final long sourceNs = due.isEmpty() ? Long.MAX_VALUE : due.peek().timeNs;
            final long nextNs = Math.min(sourceNs, dataPlane.nextNs());
            if (nextNs == Long.MAX_VALUE) {
                break;
            }
            final long nowNs = Math.max(nextNs, clock.nanoTime());
            clock.advanceTo(nowNs);
            while (!due.isEmpty() && due.peek().timeNs <= nowNs) {
                final Due first = due.poll();
                final int sent = sources[first.flow].send(nowNs);
                if (sources[first.flow].nextNs() != Long.MAX_VALUE) {
                    // Blocked: look again when something moves, a microsecond from now at the latest.
                    first.timeNs = sent == 0 ? nowNs + 1_000 : Math.max(sources[first.flow].nextNs(), nowNs + 1);
                    due.add(first);
                }
            }
            dataPlane.turn();
            drainFresh(ledgers, nowNs);
            if (++turns % PROGRESS_EVERY == 0) {
                observer.onProgress(Math.min(nowNs - startNs, durationNs), durationNs);
            }
            if (!isDraining && due.isEmpty()) {
                isDraining = true;
                observer.onPhase(RunObserver.Phase.DRAINING);
            }
        }
    }

    private void drainFresh(final List<Ledger> ledgers, final long nowNs) {
        for (final Ledger ledger : ledgers) {
            if (ledger.anyFresh()) {
                ledger.clearFresh();
                receiver.receive(ledger, nowNs);
            }
        }
    }

    /**
     * Runs beside the workers, against their clock.
     *
     * @return why the run proves nothing, or null
     */
    public String runReal(final LongToIntFunction receiveAll) {
        final long endNs = startNs + durationNs;
        String reason = null;
        long nowNs = dataPlane.clock().nanoTime();
        long lastArrivalNs = nowNs;
        boolean isDraining = false;
        int turns = 0;
        while (nowNs < endNs || nowNs - Math.max(lastArrivalNs, endNs) < DRAIN_NS) {
            int work = 0;
            for (final Source source : sources) {
                if (source.nextNs() <= nowNs && !isDraining) {
                    work += source.send(nowNs);
                }
            }
            nowNs = dataPlane.clock().nanoTime();
            final int received = receiveAll.applyAsInt(nowNs);
            if (received != 0) {
                lastArrivalNs = nowNs;
            }
            if (work + received == 0) {
                Thread.onSpinWait();
            }
            if (++turns % PROGRESS_EVERY == 0) {
                dataPlane.checkHealth();
                observer.onProgress(Math.max(0, Math.min(nowNs - startNs, durationNs)), durationNs);
            }
            if (!isDraining && nowNs >= endNs) {
                isDraining = true;
                observer.onPhase(RunObserver.Phase.DRAINING);
                reason = shortfall(nowNs);
            }
            nowNs = dataPlane.clock().nanoTime();
        }
        dataPlane.checkHealth();
        return reason;
    }

    private String shortfall(final long nowNs) {
        for (int i = 0; i < sources.length; i++) {
            final long missing = sources[i].backlog(nowNs);
            final long intended = sources[i].sentPackets() + missing;
            if (missing > Math.max(64, intended * MAX_SHORTFALL)) {
                return String.format(
                        Locale.ROOT,
                        "the load generator sent %d of %d frames of source %d on time; offer less, or use the virtual clock",
                        sources[i].sentPackets(),
                        intended,
                        i + 1);
            }
        }
        return null;
    }

    private static final class Due implements Comparable<Due> {

        private final int flow;
        private long timeNs;

        Due(final int flow, final long timeNs) {
            this.flow = flow;
            this.timeNs = timeNs;
        }

        @Override
        public int compareTo(final Due other) {
            final int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Integer.compare(flow, other.flow);
        }
    }
}
