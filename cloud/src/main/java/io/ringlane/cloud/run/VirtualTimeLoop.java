package io.ringlane.cloud.run;

import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.time.VirtualClock;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A run in virtual time: one thread fires sources when they are due, moves the stage and drains receivers, and jumps
 * from event to event until everything sent has ended. {@link RealTimeLoop} does it against the wall clock.
 */
public final class VirtualTimeLoop {

    private static final int PROGRESS_EVERY = 4096;

    private final Stage stage;
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

    /** A loop over sources. */
    public VirtualTimeLoop(
            final Stage stage,
            final Source[] sources,
            final FreshReceiver receiver,
            final long startNs,
            final long durationNs,
            final RunObserver observer) {
        this.stage = stage;
        this.sources = sources;
        this.receiver = receiver;
        this.startNs = startNs;
        this.durationNs = durationNs;
        this.observer = observer;
    }

    /** Jumps from event to event until nothing is left to happen. */
    public void run(final VirtualClock clock, final List<Ledger> ledgers) {
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
            if (due.isEmpty() && stage.nextPacketNs() == Long.MAX_VALUE) {
                break;
            }
            final long nextNs = Math.min(sourceNs, stage.nextNs());
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
            stage.turn();
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
