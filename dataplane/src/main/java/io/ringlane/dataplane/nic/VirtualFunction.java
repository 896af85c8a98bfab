package io.ringlane.dataplane.nic;

import io.ringlane.core.packet.Toeplitz;
import io.ringlane.dataplane.counter.PortCounters;
import java.util.Arrays;

/**
 * A virtual function: a port of the data plane with a MAC, queue pairs, receive-side scaling and counters.
 *
 * <p>Made by {@link PhysicalFunction#create}. Instances use {@link #queuePair}; everything else belongs to control (set up
 * before traffic) and to the worker that owns the card.
 */
public final class VirtualFunction {

    private final int portIndex;
    private final String name;
    private final PhysicalFunction card;
    private final int workerIndex;
    private final long mac;
    private final long macInWireOrder;
    private final QueuePair[] queuePairs;
    private final CardQueue[] cardQueues;
    private final IndirectionTable indirection;
    private final Toeplitz toeplitz;
    private final boolean checksMac;
    private final boolean checksAddress;
    private final PortCounters counters = new PortCounters();
    private final CapPoint[] outbound;
    private final CapPoint[] outboundInsideCard;
    private final CapPoint[] inbound;
    private final CapPoint[] inboundInsideCard;
    private boolean isUp = true; // plain: whoever sends after a change has seen it
    private volatile Addresses addresses = new Addresses(new int[0], new long[0]);

    /** Addresses a port may send from: IPv4 as big-endian ints, IPv6 as pairs of big-endian longs. */
    private record Addresses(int[] ipv4, long[] ipv6) {}

    VirtualFunction(
            final int portIndex,
            final String name,
            final PhysicalFunction card,
            final VirtualFunctionConfig config,
            final Toeplitz toeplitz,
            final CapPoint[] outbound,
            final CapPoint[] outboundInsideCard,
            final CapPoint[] inbound,
            final CapPoint[] inboundInsideCard,
            final QueuePair[] queuePairs) {
        this.portIndex = portIndex;
        this.name = name;
        this.card = card;
        this.workerIndex = card.workerIndex();
        this.mac = MacAddress.requireUnicast(config.mac());
        this.macInWireOrder = MacAddress.wireOrder(mac);
        this.checksMac = config.checksMac();
        this.checksAddress = config.checksAddress();
        this.toeplitz = toeplitz;
        this.outbound = outbound;
        this.outboundInsideCard = outboundInsideCard;
        this.inbound = inbound;
        this.inboundInsideCard = inboundInsideCard;
        this.queuePairs = queuePairs;
        this.cardQueues = new CardQueue[queuePairs.length];
        Arrays.setAll(cardQueues, i -> new CardQueue(queuePairs[i], this, i));
        this.indirection = new IndirectionTable(cardQueues, card.model().setsIndirection());
    }

    /** Index among all ports of the data plane. */
    public int portIndex() {
        return portIndex;
    }

    /** The name given at creation. */
    public String name() {
        return name;
    }

    /** The physical function this one belongs to. */
    public PhysicalFunction card() {
        return card;
    }

    /** The MAC address, 48 bits. */
    public long mac() {
        return mac;
    }

    /** The MAC as a little-endian load of its wire bytes gives it. */
    public long macInWireOrder() {
        return macInWireOrder;
    }

    /** Queue pairs the function has. */
    public int queueCount() {
        return queuePairs.length;
    }

    /** The instance's side of a queue. */
    public QueuePair queuePair(final int index) {
        return queuePairs[index];
    }

    /** The card's side of a queue; the owning worker only. */
    public CardQueue cardQueue(final int index) {
        return cardQueues[index];
    }

    /** The card's side of the queue that an entry of the indirection table selects; the owning worker only. */
    public CardQueue receiveQueue(final int entry) {
        return IndirectionTable.select(indirection.entries(), entry);
    }

    /** Index of the worker that owns the card. */
    public int workerIndex() {
        return workerIndex;
    }

    /** Receive-side scaling: which queue an entry selects. */
    public IndirectionTable indirection() {
        return indirection;
    }

    /** Receive-side scaling: the hash under this function's key. */
    public Toeplitz toeplitz() {
        return toeplitz;
    }

    /** Whether frames with another source MAC are dropped. */
    public boolean checksMac() {
        return checksMac;
    }

    /**
     * Whether packets may arrive. One that is on its way to a function that has gone is dropped as {@link
     * io.ringlane.dataplane.counter.DropReason#TARGET_NOT_RUNNING}.
     */
    public boolean isUp() {
        return isUp;
    }

    /**
     * Takes the function out of use: nothing arrives any more, and the card can carry another one instead. What the sender
     * has submitted is still taken, and asks the router; routes to the function must be {@linkplain
     * io.ringlane.dataplane.pipeline.Route#retire retired} first. Its frames and counters stay. A second call does nothing.
     *
     * <p>Control; in force for packets sent after it returned.
     */
    public void withdraw() {
        if (isUp) {
            isUp = false;
            card.release();
        }
    }

    /**
     * Takes a function that was withdrawn into use again, with the queues it had.
     *
     * @throws IllegalStateException if the card carries as many functions as it can
     */
    public void restore() {
        if (!isUp) {
            card.reserve();
            isUp = true;
        }
    }

    /** Counters; see there for who may read what. */
    public PortCounters counters() {
        return counters;
    }

    /** Packets delivered to the function's queues. */
    public long receivedPackets() {
        long packets = 0;
        for (final CardQueue queue : cardQueues) {
            packets += queue.receivedPackets();
        }
        return packets;
    }

    /** Layer-2 bytes without FCS delivered to the function's queues. */
    public long receivedBytes() {
        long bytes = 0;
        for (final CardQueue queue : cardQueues) {
            bytes += queue.receivedBytes();
        }
        return bytes;
    }

    /** Layer-2 bytes without FCS taken from the function's queues. */
    public long sentBytes() {
        long bytes = 0;
        for (final CardQueue queue : cardQueues) {
            bytes += queue.transmittedBytes();
        }
        return bytes;
    }

    /** Caps an outbound packet passes, in order; without the card's line if it stays inside the card. Not to be changed. */
    public CapPoint[] outbound(final boolean insideCard) {
        return insideCard ? outboundInsideCard : outbound;
    }

    /** Caps an inbound packet passes, in order; without the card's line if it came from inside the card. Not to be changed. */
    public CapPoint[] inbound(final boolean insideCard) {
        return insideCard ? inboundInsideCard : inbound;
    }

    /** Lets the port send from an IPv4 address, a big-endian int. Control; decides flows that are set up afterwards. */
    public synchronized void addIpv4(final int address) {
        final int[] ipv4 = Arrays.copyOf(addresses.ipv4, addresses.ipv4.length + 1);
        ipv4[ipv4.length - 1] = address;
        addresses = new Addresses(ipv4, addresses.ipv6);
    }

    /** Lets the port send from an IPv6 address, two big-endian longs. Control; as {@link #addIpv4}. */
    public synchronized void addIpv6(final long high, final long low) {
        final long[] ipv6 = Arrays.copyOf(addresses.ipv6, addresses.ipv6.length + 2);
        ipv6[ipv6.length - 2] = high;
        ipv6[ipv6.length - 1] = low;
        addresses = new Addresses(addresses.ipv4, ipv6);
    }

    /** Whether the port may send from this IPv4 address: one of its own, or any if it does not check. */
    public boolean maySendFromIpv4(final int address) {
        if (checksAddress) {
            for (final int own : addresses.ipv4) {
                if (own == address) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    /** Whether the port may send from this IPv6 address. */
    public boolean maySendFromIpv6(final long high, final long low) {
        if (checksAddress) {
            final long[] own = addresses.ipv6;
            for (int i = 0; i < own.length; i += 2) {
                if (own[i] == high && own[i + 1] == low) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
