package io.ringlane.cloud.run;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.pipeline.EventDigest;
import io.ringlane.dataplane.pipeline.PacketObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ledgers of all workers of a run, and what they add up to once the workers have stopped. */
public final class Ledgers {

    private final int flows;
    private final List<Ledger> byWorker = new ArrayList<>();

    /** @param flows flows that tags name */
    public Ledgers(final int flows) {
        this.flows = flows;
    }

    /** The ledger of one more worker. */
    public PacketObserver open(final int worker) {
        final Ledger ledger = new Ledger(flows);
        byWorker.add(ledger);
        return ledger;
    }

    /** One a worker, in the order of the workers. */
    public List<Ledger> byWorker() {
        return byWorker;
    }

    /**
     * Counts by spans of time too. Before traffic.
     *
     * @param edgesNs where spans begin and end, from {@code startNs}, in ascending order
     */
    void watch(final long startNs, final long[] edgesNs, final int measuredFlows) {
        byWorker.forEach(ledger -> ledger.watch(new Spans(startNs, edgesNs, measuredFlows)));
    }

    /** What became of a flow's packets from one edge to another. */
    SpanTotals between(final int flow, final long fromNs, final long toNs) {
        final SpanTotals totals = new SpanTotals();
        byWorker.forEach(ledger -> ledger.spans().addTo(totals, flow, fromNs, toNs));
        return totals;
    }

    /** Packets of a flow delivered. */
    public long delivered(final int flow) {
        return byWorker.stream().mapToLong(ledger -> ledger.delivered(flow)).sum();
    }

    /** Packets of a flow dropped, by reason; only reasons that any was dropped for, sorted. */
    public Map<String, Long> drops(final int flow) {
        final Map<String, Long> drops = new TreeMap<>();
        for (int i = 0; i < DropReason.count(); i++) {
            final DropReason reason = DropReason.of(i);
            final long count = byWorker.stream()
                    .mapToLong(ledger -> ledger.dropped(flow, reason))
                    .sum();
            if (count != 0) {
                drops.put(reason.label(), count);
            }
        }
        return drops;
    }

    /** Everything that became of packets, in hexadecimal. */
    public String digest() {
        final EventDigest all = new EventDigest();
        byWorker.forEach(ledger -> all.add(ledger.digest()));
        return all.toHex();
    }
}
