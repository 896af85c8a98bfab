package io.ringlane.dataplane.counter;

import java.util.stream.LongStream;

/**
 * Counters of one port. {@code sent = delivered + dropped + inFlight} at any instant, for the packets that entered
 * through this port wherever they ended. They count from the last {@link #reset}.
 *
 * <p>Written by the worker that owns the port, without synchronization; another thread that reads sees some recent value
 * of each, and exact ones once the workers have stopped or after it took something from a ring that they filled since.
 */
public final class PortCounters {

    private static final long[] NONE = {};

    /** What had been counted at the last reset; of what was sent, all that had ended. */
    private record Counted(long[] drops, long[] caps, long deliveredPackets, long droppedPackets, long overruns) {}

    private volatile Counted before = new Counted(NONE, NONE, 0, 0, 0);
    private long[] drops = NONE;
    private long[] caps = NONE;
    private long sentPackets;
    private long deliveredPackets;
    private long droppedPackets;
    private long receiveOverruns;

    /** Makes room for what is counted by reason; nothing is counted before. A port that nobody uses does without. */
    public void open() {
        drops = new long[DropReason.count()];
        caps = new long[DropReason.count()];
    }

    /**
     * Counts from zero again. Packets that are on their way are counted as sent after it, as they end after it. Any thread; what the
     * worker counts meanwhile may be counted before or after it.
     */
    public void reset() {
        final long delivered = deliveredPackets;
        final long[] byReason = drops.clone();
        before = new Counted(
                byReason, caps.clone(), delivered, LongStream.of(byReason).sum(), receiveOverruns);
    }

    /** The card took packets from the port. */
    public void onSent(final int packets) {
        sentPackets += packets;
    }

    /** A packet of this port reached a receive queue. */
    public void onDelivered() {
        deliveredPackets++;
    }

    /** Packets of this port reached receive queues. */
    public void onDelivered(final int packets) {
        deliveredPackets += packets;
    }

    /**
     * A packet of this port was dropped, wherever that was.
     *
     * @param reason ordinal of a {@link DropReason}
     */
    public void onDropped(final int reason) {
        drops[reason]++;
        droppedPackets++;
    }

    /** Packets from this port ended without delivery, all for one reason, a {@link DropReason}'s ordinal. */
    public void onDropped(final int reason, final int packets) {
        drops[reason] += packets;
        droppedPackets += packets;
    }

    /** A packet found no posted frame here. */
    public void onReceiveOverrun() {
        receiveOverruns++;
    }

    /**
     * A cap of this port dropped a packet, or queued it for longer than frames that meet wait for each other; that is what
     * ENA's allowance counters count.
     *
     * @param reason ordinal of the {@link DropReason} that the cap drops under
     */
    public void onCap(final int reason) {
        caps[reason]++;
    }

    /** Packets the card took from this port. */
    public long sentPackets() {
        final Counted earlier = before;
        return since(earlier.deliveredPackets + earlier.droppedPackets, sentPackets);
    }

    /** Packets of this port that reached a receive queue. */
    public long deliveredPackets() {
        final Counted earlier = before;
        return since(earlier.deliveredPackets, deliveredPackets);
    }

    /** Packets of this port that were dropped, for any reason. */
    public long droppedPackets() {
        final Counted earlier = before;
        return since(earlier.droppedPackets, droppedPackets);
    }

    /** Packets of this port that were dropped for one reason. */
    public long droppedPackets(final DropReason reason) {
        final Counted earlier = before;
        return since(at(earlier.drops, reason), at(drops, reason));
    }

    /** Packets of this port neither delivered nor dropped yet; never negative, whichever thread asks. */
    public long inFlightPackets() {
        final long ended = deliveredPackets + droppedPackets; // before what was sent, of which there is always more
        return Math.max(0, sentPackets - ended); // plain reads: another thread's may be reordered all the same
    }

    /** Packets for this port that found no posted frame. */
    public long receiveOverruns() {
        final Counted earlier = before;
        return since(earlier.overruns, receiveOverruns);
    }

    /** Packets that a cap of this port dropped, or queued as {@link #onCap} says. */
    public long cappedPackets(final DropReason cap) {
        final Counted earlier = before;
        return since(at(earlier.caps, cap), at(caps, cap));
    }

    /** Callers read {@code earlier} first: what another thread's reset has seen since may be more than what is read now. */
    private static long since(final long earlier, final long now) {
        return Math.max(0, now - earlier); // a packet may have been counted by its reason and not among all
    }

    private static long at(final long[] counts, final DropReason reason) {
        return counts.length == 0 ? 0 : counts[reason.ordinal()];
    }
}
