package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.METADATA_BYTES;
import static io.ringlane.core.frame.FrameLayout.WIRE_LENGTH_OFFSET;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.LonePacket;
import io.ringlane.core.packet.PacketParser;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.core.packet.TcpResets;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * Finds the flows of a burst: parses and hashes all packets, looks for all their records, then compares each record with
 * its packet, so that the cache misses of a burst overlap instead of adding up.
 *
 * <p>One thread. Allocates only when the flow table grows.
 */
final class Classifier {

    private static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;

    /** In place of a record, of a TCP segment that begins or ends a connection: it is found one by one. Not the complement of a reason. */
    private static final int CONTROL_SEGMENT = Integer.MIN_VALUE;

    private static final int CONTROL_FLAGS = TcpLayout.FLAG_SYN | TcpLayout.FLAG_FIN | TcpLayout.FLAG_RST;
    private static final int PLAIN_IPV4 = 0x45; // a header without options
    private static final int PLAIN_FLAGS =
            EthernetLayout.HEADER_BYTES + Ipv4Layout.MIN_HEADER_BYTES + TcpLayout.FLAGS_OFFSET;

    private final FrameRegion region;
    private final FlowTable flows;
    private final FlowSetup setup;
    private final NanoClock clock;
    private final long routerMacInWireOrder;

    private final long[] keys = new long[Pipeline.BURST * PacketParser.KEY_WORDS];
    private final long[] hashes = new long[Pipeline.BURST];
    private final int[] wires;
    private final int[] records; // candidates, until they were asked for
    private final long[] macs = new long[Pipeline.BURST]; // destinations, in wire order
    private final long[] descriptors;
    private final LonePacket lone = new LonePacket();
    private final boolean answersNeighbours;
    private final boolean followsConnections;
    private long decidingNs;
    private boolean hasDecided; // for the packet whose record was asked for last

    /**
     * @param clock which tells how long decisions take
     * @param burst where bursts lie; a packet's descriptor and record stay as they are until its {@link #record} was asked for;
     *     {@code wires} and {@code records} are set by {@link #classify}
     * @param answersNeighbours whether neighbour solicitations have no flow, for the card answers them
     */
    Classifier(
            final FrameRegion region,
            final FlowTable flows,
            final FlowSetup setup,
            final NanoClock clock,
            final long routerMacInWireOrder,
            final Burst burst,
            final boolean answersNeighbours) {
        this.answersNeighbours = answersNeighbours;
        this.descriptors = burst.descriptors;
        this.wires = burst.wires;
        this.records = burst.records;
        this.region = region;
        this.flows = flows;
        this.setup = setup;
        this.clock = clock;
        this.followsConnections = setup.followsConnections();
        this.routerMacInWireOrder = routerMacInWireOrder;
    }

    /** Looks at a burst; {@link #record} then has its flows. */
    void classify(final int count, final VirtualFunction ingress) {
        parse(count, ingress);
        flows.candidates(hashes, records, count);
    }

    /**
     * The flow of a packet, made if it is new.
     *
     * @param i index in the burst; each one once, in order
     * @return its record, or {@code ~ordinal} of the {@link DropReason}
     */
    int record(final int i, final VirtualFunction ingress, final int epoch) {
        hasDecided = false;
        final int known = known(i, epoch);
        if (known != FlowTable.NONE) {
            return known;
        }
        final int record = records[i];
        final int key = i * PacketParser.KEY_WORDS;
        if (record < 0) {
            return record == CONTROL_SEGMENT ? controlSegment(i, key, ingress, epoch) : record;
        }
        return findOrMake(i, key, ingress, epoch);
    }

    /** As {@link #record}, of a segment of which the router is told. */
    private int controlSegment(final int i, final int key, final VirtualFunction ingress, final int epoch) {
        final int record = findOrMake(i, key, ingress, epoch);
        if (record < 0) {
            return record;
        }
        if (!hasDecided && setup.isToBeDecided(record, ingress, macs[i])) {
            newlyDecided(i, record, ingress, epoch);
        }
        final int frame = Descriptor.frame(descriptors[i]);
        final int flags =
                TcpResets.flags(region.memory(frame), region.data(frame), Descriptor.lengthBytes(descriptors[i]));
        if (setup.mayPass(record, macs[i], wires[i]) && setup.tell(record, keys, key, flags)) {
            newlyDecided(i, record, ingress, epoch);
        }
        return record;
    }

    /** The flow of a packet if its record is the first candidate and was decided in this epoch; else {@link FlowTable#NONE}. */
    int known(final int i, final int epoch) {
        final int record = records[i];
        if (record <= 0 || !flows.holds(record, keys, i * PacketParser.KEY_WORDS)) {
            return FlowTable.NONE;
        }
        final long epochWord = flows.words(record)[FlowTable.base(record) + FlowRecordLayout.DROPS];
        return ((int) epochWord & FlowRecordLayout.EPOCH_MASK) == epoch ? record : FlowTable.NONE;
    }

    /**
     * Whether the packet's destination MAC is like those of the flow's packets before; if not, {@link #address}.
     *
     * @param state of the flow's record
     * @param route of the flow
     */
    boolean isAddressed(final int i, final long state, final Route route) {
        final long mac = macs[i];
        final boolean rewrites = (state & FlowRecordLayout.REWRITES_HEADERS) != 0;
        return mac == (rewrites ? routerMacInWireOrder : route.macInWireOrder())
                || route.macInWireOrder() == Route.ANY_MAC
                || rewrites && route.translation() != null && mac == route.macInWireOrder();
    }

    /**
     * Holds the packet's destination MAC against its flow's route.
     *
     * @return null if it may take the route, to which the flow's record is adapted; else the refusal of this one packet
     */
    Route address(final int i, final int record, final Route route) {
        final Route refused = route.macInWireOrder() == Route.ANY_MAC ? null : setup.address(record, route, macs[i]);
        if (refused != null) {
            flows.settleLatest(record, wires[i], refused);
        }
        return refused;
    }

    /** Whether a packet that may not take its flow's route is to have the flow decided for where it is sent instead. */
    boolean leadsElsewhere(final int i, final VirtualFunction ingress, final Route route) {
        return !hasDecided && setup.leadsElsewhere(ingress, route, macs[i]);
    }

    /** Whether a route is the refusal that was just decided for the packet whose record was asked for last: asking again is in vain. */
    boolean hasJustRefused(final Route route) {
        return hasDecided && route.refusal() != null;
    }

    /** Whether the flow of the packet whose record was asked for last has been decided for it. */
    boolean hasDecided() {
        return hasDecided;
    }

    /** How long decisions have taken so far, with the place in the table for a new flow. */
    long decidingNs() {
        return decidingNs;
    }

    /** Decides for a flow once more, because its route is retired; arguments as for {@link #record}. */
    void decideAgain(final int i, final int record, final VirtualFunction ingress, final int epoch) {
        final long fromNs = clock.nanoTime();
        flows.settle(record, 1, wires[i]); // the packet is counted already
        decided(i, record, ingress, epoch, fromNs);
    }

    private int findOrMake(final int i, final int key, final VirtualFunction ingress, final int epoch) {
        int record = flows.find(keys, key, hashes[i]);
        if (record != FlowTable.NONE) {
            final long epochWord = flows.words(record)[FlowTable.base(record) + FlowRecordLayout.DROPS];
            if (((int) epochWord & FlowRecordLayout.EPOCH_MASK) == epoch) {
                return record;
            }
            return newlyDecided(i, record, ingress, epoch);
        }
        final long fromNs = clock.nanoTime();
        record = flows.insert(keys, key, hashes[i]);
        return record == FlowTable.NONE
                ? ~DropReason.FLOW_TABLE_FULL.ordinal()
                : decided(i, record, ingress, epoch, fromNs);
    }

    private int newlyDecided(final int i, final int record, final VirtualFunction ingress, final int epoch) {
        final long fromNs = clock.nanoTime();
        flows.settle(record, 0, 0);
        return decided(i, record, ingress, epoch, fromNs);
    }

    /** @param fromNs when the work for it began */
    private int decided(
            final int i, final int record, final VirtualFunction ingress, final int epoch, final long fromNs) {
        hasDecided = true;
        final int key = i * PacketParser.KEY_WORDS;
        setup.decide(
                record,
                ingress,
                keys,
                key,
                macs[i],
                lone(descriptors[i], keys[key + 1]),
                continues(descriptors[i], keys[key + 1]),
                epoch);
        decidingNs += clock.nanoTime() - fromNs;
        return record;
    }

    /** Whether a packet is a TCP segment that goes on with a connection: one without SYN, or whose flags were cut off. */
    private boolean continues(final long descriptor, final long word1) {
        if (FlowKey.protocol(word1) != IpProtocol.TCP || (int) word1 == 0) {
            return false;
        }
        final int frame = Descriptor.frame(descriptor);
        final int flags = TcpResets.flags(region.memory(frame), region.data(frame), Descriptor.lengthBytes(descriptor));
        return (flags & TcpLayout.FLAG_SYN) == 0;
    }

    private LonePacket lone(final long descriptor, final long word1) {
        if (!LonePacket.isPossible(word1)) {
            return null;
        }
        final int frame = Descriptor.frame(descriptor);
        final int length = Descriptor.lengthBytes(descriptor);
        return lone.read(region.memory(frame), region.data(frame), length, word1) ? lone : null;
    }

    /** Leaves 0 in {@code records}, or {@code ~ordinal} of the reason why a packet has no key. */
    private void parse(final int count, final VirtualFunction ingress) {
        final long[] descriptors = this.descriptors;
        final long portBits = FlowKey.withPort(0, ingress.portIndex());
        final long mac = ingress.macInWireOrder();
        final boolean checksMac = ingress.checksMac();
        final int maxFrameBytes = region.maxFrameBytes();
        for (int i = 0; i < count; i++) {
            final long descriptor = descriptors[i];
            final int frame = Descriptor.frame(descriptor);
            final int length = Descriptor.lengthBytes(descriptor);
            if (length < EthernetLayout.HEADER_BYTES || length > maxFrameBytes) { // the guest wrote it: always checked
                wires[i] = 0; // it says nothing true about bytes on a wire
                records[i] = ~DropReason.BAD_DESCRIPTOR.ordinal();
                continue;
            }
            final byte[] memory = region.memory(frame);
            final int data = region.data(frame);
            int wire = length;
            if (Descriptor.flags(descriptor) != 0) { // of which a sender may set one
                final int truncated = Descriptor.flags(descriptor) & Descriptor.TRUNCATED;
                wire = truncated == 0 ? length : wireLength(memory, data, length);
                descriptors[i] = Descriptor.of(frame, length, truncated);
            }
            wires[i] = wire;
            final int key = i * PacketParser.KEY_WORDS;
            final int kind = PacketParser.parse(memory, data, length, wire, keys, key);
            if (kind < 0) {
                records[i] = ~unparsed(kind).ordinal();
            } else if (checksMac && Bytes.getLong(memory, data + 4) >>> 16 != mac) {
                records[i] = ~DropReason.SPOOFED_MAC.ordinal();
            } else if (kind == PacketParser.IPV6
                    && answersNeighbours
                    && NeighbourReplies.isSolicitation(keys[key + 1])) {
                records[i] = ~DropReason.GROUP_ADDRESS.ordinal();
            } else {
                final long word1 = keys[key + 1] | portBits;
                keys[key + 1] = word1;
                final long hash = flows.hash(keys, key);
                macs[i] = Bytes.getLong(memory, data) & MAC_MASK;
                hashes[i] = hash;
                records[i] = followsConnections
                                && FlowKey.protocol(word1) == IpProtocol.TCP
                                && isControlSegment(memory, data, length, word1)
                        ? CONTROL_SEGMENT
                        : FlowTable.NONE;
            }
        }
    }

    private static boolean isControlSegment(final byte[] memory, final int data, final int length, final long word1) {
        if ((int) word1 == 0) {
            return false; // a fragment
        }
        final boolean isPlain = memory[data + EthernetLayout.HEADER_BYTES] == PLAIN_IPV4 && length > PLAIN_FLAGS;
        final int flags = isPlain ? memory[data + PLAIN_FLAGS] : TcpResets.flags(memory, data, length);
        return (flags & CONTROL_FLAGS) != 0;
    }

    private static int wireLength(final byte[] memory, final int data, final int length) {
        final int wire = Bytes.getUnsignedShort(memory, data - METADATA_BYTES + WIRE_LENGTH_OFFSET);
        return Math.max(wire, length);
    }

    private static DropReason unparsed(final int kind) {
        return switch (kind) {
            case PacketParser.NOT_IP -> DropReason.NOT_IP;
            case PacketParser.TRUNCATED -> DropReason.TRUNCATED;
            default -> DropReason.MALFORMED;
        };
    }
}
