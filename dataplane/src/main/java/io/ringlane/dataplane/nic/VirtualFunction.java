package io.ringlane.dataplane.nic;

import io.ringlane.core.packet.Toeplitz;
import io.ringlane.dataplane.counter.PortCounters;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A virtual function: a port of the data plane with a MAC, queue pairs, receive-side scaling and counters.
 *
 * <p>Made by {@link PhysicalFunction#create}. Instances use {@link #queuePair}; everything else belongs to control (set up
 * before traffic) and to the worker that owns the card.
 *
 * <p>Its queues, rings and frames are made when it is {@linkplain #open opened}, at the latest when its instance asks for a
 * queue or the first route leads to it; one that nobody uses takes some hundred bytes.
 */
public final class VirtualFunction {

    private static final CardQueue[] NO_QUEUES = {};
    private static final Consumer<VirtualFunction> NOBODY = function -> {};
    private static final Addresses NO_ADDRESSES = new Addresses(new int[0], new long[0]);

    private final int portIndex;
    private final String name;
    private final PhysicalFunction card;
    private final long mac;
    private final long macInWireOrder;
    private final VirtualFunctionConfig config;
    private final PortCounters counters = new PortCounters();
    private volatile OpenFunction opened; // null until somebody uses it
    private volatile boolean isAnnounced; // whether whoever wants to know that it is open has been told
    private Consumer<VirtualFunction> openListener = NOBODY; // this and the next under the lock
    private Consumer<VirtualFunction> withdrawalListener = NOBODY;
    private volatile boolean isUp = true;
    private volatile int life; // grows as the function goes out of use
    private volatile QueueCounts[] countedBefore = {}; // by queue, at the last reset of counters
    private volatile int resets;
    private volatile Addresses addresses = NO_ADDRESSES;

    /** Addresses a port may send from: IPv4 as big-endian ints, IPv6 as pairs of big-endian longs. */
    private record Addresses(int[] ipv4, long[] ipv6) {}

    VirtualFunction(
            final int portIndex, final String name, final PhysicalFunction card, final VirtualFunctionConfig config) {
        this.portIndex = portIndex;
        this.name = name;
        this.card = card;
        this.mac = MacAddress.requireUnicast(config.mac());
        this.macInWireOrder = MacAddress.wireOrder(mac);
        this.config = config;
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

    /** Queue pairs the function has, opened or not. */
    public int queueCount() {
        return config.queuePairs();
    }

    /**
     * Makes the queues with their rings and frames, unless it has them; a slow operation that allocates. Any thread; a router may
     * call it, and should before it answers with a route to a function that nobody used yet, as it can say no here.
     *
     * @return whether it has them now; false if the region has no room for the frames or the worker no doorbells
     */
    public boolean open() {
        if (isAnnounced) {
            return true;
        }
        synchronized (this) {
            if (opened == null) {
                opened = OpenFunction.of(this, config);
            }
            if (opened != null && !isAnnounced) {
                openListener.accept(this);
                isAnnounced = true;
            }
            return isAnnounced;
        }
    }

    /**
     * Has somebody told when the function is opened, before {@link #open} or {@link #queuePair} returns to anybody; at once if it
     * is open. One listener; it holds this function's lock and must not wait for who may want that.
     */
    public synchronized void whenOpened(final Consumer<VirtualFunction> listener) {
        openListener = listener;
        if (opened != null) {
            listener.accept(this);
        }
    }

    /** Has somebody told when the function goes out of use, before {@link #withdraw} returns; as {@link #whenOpened}. */
    public synchronized void whenWithdrawn(final Consumer<VirtualFunction> listener) {
        withdrawalListener = listener;
    }

    /** Whether it has queues. */
    public boolean isOpen() {
        return opened != null;
    }

    private OpenFunction opened() {
        final OpenFunction known = opened;
        if (known != null) {
            return known;
        }
        if (!open()) {
            throw card.noRoom(this, config);
        }
        return opened;
    }

    /**
     * The instance's side of a queue; {@linkplain #open opens} the function.
     *
     * @throws IllegalStateException if there is no room for its queues
     */
    public QueuePair queuePair(final int index) {
        if (!open()) {
            throw card.noRoom(this, config);
        }
        return opened.queues()[index].pair();
    }

    /** The card's side of a queue; the owning worker only. Opens the function, and throws, as {@link #queuePair}. */
    public CardQueue cardQueue(final int index) {
        return opened().queues()[index];
    }

    /** The card's side of the queue that an entry of the indirection table selects; the owning worker only. */
    public CardQueue receiveQueue(final int entry) {
        return IndirectionTable.select(opened.indirection().entries(), entry);
    }

    /** Index of the worker that owns the card. */
    public int workerIndex() {
        return card.workerIndex();
    }

    /** Receive-side scaling: which queue an entry selects. Opens the function, as {@link #queuePair}. */
    public IndirectionTable indirection() {
        return opened().indirection();
    }

    /** Receive-side scaling: the hash under this function's key. */
    public Toeplitz toeplitz() {
        return card.toeplitz();
    }

    /** What it shares with others of its instance. */
    public Allowances allowances() {
        return config.allowances();
    }

    /** The line that it may share with others; null if it has one of its own at its model's rate. */
    public Line line() {
        return config.line();
    }

    /** Whether frames with another source MAC are dropped. */
    public boolean checksMac() {
        return config.checksMac();
    }

    /**
     * Whether packets may arrive, the card's own answers among them. One that would arrive at a function that is not up is
     * dropped as {@link io.ringlane.dataplane.counter.DropReason#TARGET_NOT_RUNNING}, whichever way it took. Any thread.
     */
    public boolean isUp() {
        return isUp;
    }

    /**
     * Takes the function out of use: nothing arrives any more, and the card can carry another one instead. What the sender
     * has submitted is still taken, and asks the router; routes to the function lead nowhere any more, so that their flows ask
     * again. Its frames and counters stay. A second call does nothing.
     *
     * <p>Control, any thread. In force for packets sent after it returned; a worker that is in the middle of a burst may still
     * deliver the rest of it.
     */
    public synchronized void withdraw() {
        if (isUp) {
            life++; // first: a route made from here on leads to what comes after
            setUp(false);
            withdrawalListener.accept(this);
            card.release();
        }
    }

    /** Which time of use this is; a packet that was sent to an earlier one does not reach a later one. */
    public int life() {
        return life;
    }

    /**
     * Takes a function that was withdrawn into use again, with the queues it had and what had reached them; one that was not
     * stays as it is. What is on its way to it from before is lost, as to an instance that has stopped and started; so is what
     * takes a route made before, which leads to what it was. Control, any thread.
     *
     * @throws IllegalStateException if the card carries as many functions as it can
     */
    public synchronized void restore() {
        if (!isUp) {
            card.reserve();
            setUp(true);
        }
    }

    private void setUp(final boolean value) {
        isUp = value;
        for (final CardQueue queue : queues()) {
            queue.setUp(value);
        }
    }

    /** Counters; see there for who may read what. */
    public PortCounters counters() {
        return counters;
    }

    /**
     * Sets all counters to zero, as a guest finds them whose driver has started anew. Control, any thread; what workers and guests
     * count meanwhile may be counted before or after it.
     */
    public synchronized void resetCounters() {
        final CardQueue[] queues = queues();
        final QueueCounts[] now = new QueueCounts[queues.length];
        Arrays.setAll(now, i -> QueueCounts.of(queues[i]));
        countedBefore = now;
        counters.reset();
        resets++;
    }

    /** How often {@link #resetCounters} was called. */
    public int resets() {
        return resets;
    }

    /** What a queue has counted since the last reset. */
    QueueCounts counted(final int queue) {
        final QueueCounts[] before = countedBefore;
        final CardQueue[] queues = queues();
        final QueueCounts now = queues.length == 0 ? QueueCounts.NONE : QueueCounts.of(queues[queue]);
        return before.length == 0 ? now : now.since(before[queue]);
    }

    private long sum(final ToLongFunction<QueueCounts> counter) {
        long sum = 0;
        for (int i = 0; i < queueCount(); i++) {
            sum += counter.applyAsLong(counted(i));
        }
        return sum;
    }

    private CardQueue[] queues() {
        final OpenFunction known = opened;
        return known == null ? NO_QUEUES : known.queues();
    }

    /** Packets delivered to the function's queues. */
    public long receivedPackets() {
        return sum(QueueCounts::receivedPackets);
    }

    /** Layer-2 bytes without FCS delivered to the function's queues. */
    public long receivedBytes() {
        return sum(QueueCounts::receivedBytes);
    }

    /** Layer-2 bytes without FCS taken from the function's queues. */
    public long sentBytes() {
        return sum(QueueCounts::sentBytes);
    }

    /** Caps an outbound packet of the opened function passes, in order; without the card's line if it stays inside the card. Not to be changed. */
    public CapPoint[] outbound(final boolean insideCard) {
        final FunctionCaps caps = opened.caps();
        return insideCard ? caps.outboundInsideCard() : caps.outbound();
    }

    /** Caps an inbound packet of the opened function passes, in order; without the card's line if it came from inside the card. Not to be changed. */
    public CapPoint[] inbound(final boolean insideCard) {
        final FunctionCaps caps = opened.caps();
        return insideCard ? caps.inboundInsideCard() : caps.inbound();
    }

    /** The cap of the opened function's packets to services of its host, or null. */
    public CapPoint linkLocal() {
        return opened.caps().linkLocal();
    }

    /** The cap of the opened function's packets that leave through a gateway, or null. */
    public CapPoint gatewayOut() {
        return opened.caps().gatewayOut();
    }

    /** The cap of the opened function's packets that come in through a gateway, or null. */
    public CapPoint gatewayIn() {
        return opened.caps().gatewayIn();
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
        if (config.checksAddress()) {
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
        if (config.checksAddress()) {
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
