package io.ringlane.benchmarks.datapath;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The instances of a load: senders that stamp frames, receivers that drain or answer. They see queues and nothing else of the
 * data plane. One thread.
 */
public final class Endpoints {

    private static final int IP = 14;
    private static final int ADDRESSES = IP + 12; // of an IPv4 header behind an Ethernet header
    private static final int PORTS = IP + 20;
    private static final int UDP_LENGTH = PORTS + 4;
    private static final int VERSION_AND_LENGTH = 0x4500_0000; // no options, no service class
    private static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;
    private static final long PATIENCE_NS = 1_000_000_000L;

    private final Load load;
    private final Addressing addressing;
    private final FrameRegion region;
    private final VirtualFunction[] senders;
    private final VirtualFunction[] receivers;
    private final QueuePair[] outboxes;
    private final QueuePair[] inboxes;
    private final long[] senderMacs; // in wire order
    private final long[] targetMacs; // by receiver
    private final boolean stampsSource;
    private final boolean isMixed;
    private final boolean isUdp;
    private final int[] lengths;
    private final int lengthBytes; // the first
    private final int flowsASender;
    private final int[] sequence; // null if flows are computed
    private final long[] outgoing = new long[Datapath.MAX_BURST];
    private final long[] descriptors;
    private final Answers answers; // null unless receivers answer
    private int sender;
    private int lengthCursor;
    private int sequenceCursor;
    private long random = 0x2545F4914F6CDD1DL;
    private long sentFrames;
    private long sentBytes;
    private long receivedFrames;

    /**
     * Writes the load's content into every frame there is, wherever it is now; a round then changes only what identifies a
     * flow.
     *
     * @param routerMac where senders send to if the load is routed
     * @param receiveFrames frames a receiver has posted at most
     */
    public Endpoints(
            final Load load,
            final Addressing addressing,
            final VirtualFunction[] senders,
            final VirtualFunction[] receivers,
            final long routerMac,
            final int receiveFrames) {
        this.load = load;
        this.addressing = addressing;
        this.senders = senders.clone();
        this.receivers = receivers.clone();
        this.region = senders[0].queuePair(0).region();
        this.outboxes = queues(senders);
        this.inboxes = load.mode().isRoundTrip() ? outboxes : queues(receivers);
        this.senderMacs = macs(senders);
        this.targetMacs = macs(receivers);
        if (load.isRouted()) {
            Arrays.fill(targetMacs, Long.reverseBytes(routerMac) >>> 16);
        }
        this.stampsSource = load.isRouted() || load.mode().isRoundTrip() || senders.length > 1;
        this.isMixed = load.frames().isMixed();
        this.isUdp = load.protocol() == IpProtocol.UDP;
        this.lengths = load.frames().lengthsBytes();
        this.lengthBytes = lengths[0];
        this.flowsASender = Math.max(1, load.flows().count() / senders.length);
        this.sequence = load.flows().sequence(flowsASender);
        this.descriptors = new long[Math.max(Datapath.MAX_BURST, receiveFrames)];
        this.answers = load.mode().isRoundTrip()
                ? new Answers(load.mode() == Mode.FIVE_TUPLE_SWAP, region, queues(receivers), receiveFrames)
                : null;
        writeFrames(routerMac);
    }

    private static QueuePair[] queues(final VirtualFunction[] functions) {
        final QueuePair[] queues = new QueuePair[functions.length];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = functions[i].queuePair(0);
        }
        return queues;
    }

    private static long[] macs(final VirtualFunction[] functions) {
        final long[] macs = new long[functions.length];
        for (int i = 0; i < macs.length; i++) {
            macs[i] = functions[i].macInWireOrder();
        }
        return macs;
    }

    private void writeFrames(final long routerMac) {
        final long first = addressing.addresses(0);
        final int ports = Integer.reverseBytes(addressing.ports(0));
        final FrameBuilder template = new FrameBuilder()
                .macs(senders[0].mac(), load.isRouted() ? routerMac : receivers[addressing.receiver(0)].mac())
                .ipv4(Integer.reverseBytes((int) first), Integer.reverseBytes((int) (first >>> 32)));
        if (isUdp) {
            template.udp(ports >>> 16, ports & 0xFFFF);
        } else {
            template.tcp(ports >>> 16, ports & 0xFFFF);
        }
        for (int frame = 0; frame < region.allocatedFrames(); frame++) {
            template.write(
                    region.memory(frame), region.data(frame), load.frames().longestBytes());
        }
    }

    // ---------------------------------------------------------------- a round

    /** As {@link Testbed#send}. */
    public int send(final int limit) {
        final int from = sender;
        sender = from + 1 == outboxes.length ? 0 : from + 1;
        final QueuePair outbox = outboxes[from];
        final int count = outbox.take(outgoing, 0, limit);
        final long source = senderMacs[from];
        final int firstFlow = from * flowsASender;
        long x = random;
        for (int i = 0; i < count; i++) {
            final int drawn;
            if (sequence == null) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
                drawn = (int) ((x >>> 32) * flowsASender >>> 32);
            } else {
                drawn = sequence[sequenceCursor];
                sequenceCursor = sequenceCursor + 1 & sequence.length - 1;
            }
            final int frame = Descriptor.frame(outgoing[i]);
            stamp(frame, source, firstFlow + drawn);
            outgoing[i] = Descriptor.of(frame, isMixed ? mix(frame) : lengthBytes);
        }
        random = x;
        sentFrames += count;
        sentBytes += isMixed ? 0 : (long) count * lengthBytes;
        if (outbox.transmit(outgoing, 0, count) != count) {
            throw new IllegalStateException("the transmit ring is full");
        }
        return count;
    }

    private void stamp(final int frame, final long source, final int flow) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        Bytes.putLong(memory, data, targetMacs[addressing.receiver(flow)] | source << 48);
        if (stampsSource) {
            Bytes.putInt(memory, data + 8, (int) (source >>> 16)); // another sender's is there, or the router's
        }
        Bytes.putLong(memory, data + ADDRESSES, addressing.addresses(flow));
        Bytes.putInt(memory, data + PORTS, addressing.ports(flow));
    }

    /** Gives a frame the next length of the mix. */
    private int mix(final int frame) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final int length = lengths[lengthCursor];
        lengthCursor = lengthCursor + 1 == lengths.length ? 0 : lengthCursor + 1;
        Bytes.putIntBe(memory, data + IP, VERSION_AND_LENGTH | length - IP);
        if (isUdp) {
            Bytes.putShortBe(memory, data + UDP_LENGTH, length - PORTS);
        }
        sentBytes += length;
        return length;
    }

    /** Has receivers answer what they got; returns how many frames, 0 in a mode that has them do nothing. */
    public int answer() {
        return answers == null ? 0 : answers.turn();
    }

    /** As {@link Testbed#drain}. */
    public int drain() {
        int total = 0;
        for (final QueuePair inbox : inboxes) {
            final int count = inbox.poll(descriptors, 0, descriptors.length);
            if (count != 0) {
                inbox.repost();
                total += count;
            }
        }
        receivedFrames += total;
        return total;
    }

    // ---------------------------------------------------------------- set-up and verification

    /**
     * Sends one packet of a flow; it must arrive where it should, with the right addresses.
     *
     * @param turn has the data plane turn once
     * @throws IllegalStateException if it does not within a second
     */
    public void learn(final int flow, final Runnable turn) {
        final int from = Math.min(flow / flowsASender, senders.length - 1);
        final int frame = outboxes[from].take();
        stamp(frame, senderMacs[from], flow);
        final int length = isMixed ? mix(frame) : lengthBytes;
        sentBytes += isMixed ? 0 : length;
        outboxes[from].transmit(frame, length);
        outboxes[from].flush();
        sentFrames++;
        final QueuePair inbox = load.mode().isRoundTrip() ? inboxes[from] : inboxes[addressing.receiver(flow)];
        final long startNs = System.nanoTime();
        int count = 0;
        do {
            turn.run();
            count = inbox.poll(descriptors, 0, 1);
        } while (count == 0 && System.nanoTime() - startNs < PATIENCE_NS);
        if (count == 0 || Descriptor.lengthBytes(descriptors[0]) != length || !isOf(flow, descriptors[0])) {
            throw new IllegalStateException("the first packet of flow " + flow + " did not arrive");
        }
        inbox.repost();
        receivedFrames++;
    }

    private boolean isOf(final int flow, final long descriptor) {
        final int frame = Descriptor.frame(descriptor);
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final boolean isSwapped = load.mode() == Mode.FIVE_TUPLE_SWAP;
        final long addresses = Bytes.getLong(memory, data + ADDRESSES);
        final int ports = Bytes.getInt(memory, data + PORTS);
        return (isSwapped ? Long.rotateRight(addresses, 32) : addresses) == addressing.arrivingAddresses(flow)
                && (isSwapped ? Integer.rotateRight(ports, 16) : ports) == addressing.ports(flow);
    }

    /**
     * Has the data plane turn until everything sent has ended, and {@linkplain #drainAndCheck checks} what arrives.
     *
     * @param turn has the data plane turn once
     * @param droppedFrames as {@link Testbed#droppedFrames}
     * @throws IllegalStateException if something has not ended within a second, or came to the wrong place
     */
    public void settle(final Runnable turn, final LongSupplier droppedFrames) {
        final long startNs = System.nanoTime();
        while (sentFrames != receivedFrames + droppedFrames.getAsLong()) {
            turn.run();
            drainAndCheck();
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("after a second " + sentFrames + " frames are sent, " + receivedFrames
                        + " received and " + droppedFrames.getAsLong() + " dropped");
            }
        }
    }

    /**
     * Takes in what arrived, with each frame's addresses held against the place it came to.
     *
     * @throws IllegalStateException for a frame at the wrong place
     */
    public void drainAndCheck() {
        for (int port = 0; port < inboxes.length; port++) {
            final int count = inboxes[port].poll(descriptors, 0, descriptors.length);
            for (int i = 0; i < count && load.mode() != Mode.IO; i++) { // which looks into no frame
                check(port, Descriptor.frame(descriptors[i]));
            }
            inboxes[port].repost();
            receivedFrames += count;
        }
    }

    private void check(final int port, final int frame) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final long destinationMac = Bytes.getLong(memory, data) & MAC_MASK;
        if (load.mode().isRoundTrip()) {
            same("MAC of a frame that came back", senderMacs[port], destinationMac);
            return;
        }
        final int destination = Bytes.getIntBe(memory, data + ADDRESSES + Integer.BYTES);
        same("port of a frame, by its address", addressing.receiverOf(destination), port);
        same("port of a frame, by its MAC", receivers[port].macInWireOrder(), destinationMac);
    }

    /** As {@link Testbed#sentFrames}. */
    public long sentFrames() {
        return sentFrames;
    }

    /** Layer-2 bytes without FCS of them. */
    public long sentBytes() {
        return sentBytes;
    }

    /** As {@link Testbed#receivedFrames}. */
    public long receivedFrames() {
        return receivedFrames;
    }

    /** Frames that receivers sent back. */
    public long answeredFrames() {
        return answers == null ? 0 : answers.frames();
    }

    /** Layer-2 bytes without FCS of them. */
    public long answeredBytes() {
        return answers == null ? 0 : answers.bytes();
    }

    /** @throws IllegalStateException unless both are the same */
    public static void same(final String what, final long expected, final long actual) {
        if (expected != actual) {
            throw new IllegalStateException(what + ": " + expected + " and " + actual);
        }
    }
}
