package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.ACCEPTED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.DUE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.LENGTH_OFFSET;
import static io.ringlane.core.frame.FrameLayout.LONGEST_WAIT_OFFSET;
import static io.ringlane.core.frame.FrameLayout.NO_FRAME;
import static io.ringlane.core.frame.FrameLayout.PORT_OFFSET;
import static io.ringlane.core.frame.FrameLayout.RECORD_OFFSET;
import static io.ringlane.core.frame.FrameLayout.ROUTE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.STAGE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.TAG_OFFSET;
import static io.ringlane.core.frame.FrameLayout.WIRE_LENGTH_OFFSET;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.frame.FrameStack;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.PacketParser;
import io.ringlane.core.rate.Cap;
import io.ringlane.core.time.TimingWheel;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.nic.CapPoint;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;

/**
 * The way of a packet through one worker.
 *
 * <p>A burst is parsed and hashed, then all its records are touched so that their cache misses overlap, then each packet is
 * decided. A packet passes caps in series; where one makes it wait, it goes into the timing wheel and resumes at the next
 * stage when its time has come, at exactly that time, however late the worker is. So caps are applied at the moment a
 * packet passes each of them, and real and virtual time take the same path.
 *
 * <p>Packets of a flow never overtake each other: each cap's departures never decrease, due times at the far end never
 * decrease within a flow, the wheel is first in first out for equal times, and what is due leaves the wheel before new
 * packets are looked at.
 *
 * <p>Frame exchange: every frame taken from a queue is completed with a free one, every delivery takes a posted one, every
 * frame handed to another worker comes back as a free one; the number of frames here changes only by what peers hold.
 *
 * <p>One thread. A packet of a known flow allocates nothing, takes no lock and makes no system call.
 */
public final class Pipeline {

    /** Frames taken from a queue at a time. Bigger bursts bought nothing when measured. */
    public static final int BURST = 32;

    /** {@link io.ringlane.core.frame.FrameLayout#LONGEST_WAIT_OFFSET} code of the flow cap; n + 1 is outbound cap n. */
    public static final int WAIT_FLOW_CAP = 0;

    /** Code of inbound cap 0 in the longest wait, and the stage at which a packet arrives at the far end. */
    public static final int STAGE_INBOUND = 64;

    /** Bits of the longest wait that are nanoseconds. */
    public static final int WAIT_BITS = 48;

    private static final int OUTCOME_DELIVERED = PacketObserver.DELIVERED;

    // STAGE_OFFSET: stage | RSS entry | rewrites MACs | truncated
    private static final int STAGE_BITS = 8;
    private static final int STAGE_MASK = (1 << STAGE_BITS) - 1;
    private static final int ENTRY_SHIFT = STAGE_BITS;
    private static final int REWRITES = 1 << 16;
    private static final int FRESH = 1 << 17; // has not waited yet: its metadata line is not written
    private static final int L3 = 14;

    private final FrameRegion region;
    private final int workerIndex;
    private final FlowTable flows;
    private final FlowSetup setup;
    private final Routes routes;
    private final TimingWheel wheel;
    private final FrameStack free;
    private final MtuReplies mtuReplies;
    private final PacketObserver observer;
    private final long routerMacInWireOrder;
    private final int homeFrames;

    private Route[] routeCache = new Route[0];
    private VirtualFunction[] ports = new VirtualFunction[0];
    private PeerLink[] outboundLinks = new PeerLink[0]; // by worker; null for this one
    private PeerLink[] inboundLinks = new PeerLink[0];
    private int epoch;
    private long random;

    private final long[] descriptors = new long[BURST];
    private final long[] completions = new long[BURST];
    private final long[] keys = new long[BURST * PacketParser.KEY_WORDS];
    private final long[] hashes = new long[BURST];
    private final int[] kinds = new int[BURST];
    private final int[] lengths = new int[BURST]; // on the wire
    private final int[] entries = new int[BURST];

    private CardQueue[] unpublished = new CardQueue[64];
    private int unpublishedCount;
    private long touched; // keeps the touch pass alive

    /**
     * @param workerIndex this worker's number
     * @param startNs the present
     */
    public Pipeline(final PipelineConfig config, final int workerIndex, final long startNs) {
        this.region = config.region();
        this.workerIndex = workerIndex;
        this.routes = config.routes();
        this.routerMacInWireOrder = Long.reverseBytes(config.routerMac()) >>> 16;
        this.flows = new FlowTable(config.maxFlows(), config.idleFlowNs());
        this.setup = new FlowSetup(flows, config, routerMacInWireOrder);
        this.wheel = new TimingWheel(region, startNs);
        this.homeFrames = config.frames();
        this.free = new FrameStack(homeFrames);
        final int first = region.allocate(homeFrames);
        for (int frame = first + homeFrames - 1; frame >= first; frame--) {
            free.push(frame);
        }
        this.random = (config.seed() ^ workerIndex * 0x9E3779B97F4A7C15L) | 1;
        this.observer = config.observers() == null ? null : config.observers().apply(workerIndex);
        this.mtuReplies = new MtuReplies(region, config.routerMac());
    }

    // ---------------------------------------------------------------- control, between bursts

    /** Sets the ports, by index. */
    public void setPorts(final VirtualFunction[] byIndex) {
        ports = byIndex;
    }

    /** Sets the ways to and from other workers, by worker; null at this worker's own index. */
    public void setLinks(final PeerLink[] outbound, final PeerLink[] inbound) {
        outboundLinks = outbound;
        inboundLinks = inbound;
    }

    /** Makes every flow ask the router again at its next packet. */
    public void moveEpoch() {
        epoch = epoch + 1 & FlowRecordLayout.EPOCH_MASK;
    }

    // ---------------------------------------------------------------- a turn

    /**
     * Takes one burst from a queue.
     *
     * @return frames taken; 0 if the queue is empty, or no free frame is left to exchange
     */
    public int transmitBurst(final CardQueue queue, final long nowNs) {
        final int count = queue.pollTransmit(descriptors, Math.min(BURST, free.size()));
        if (count == 0) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            completions[i] = Descriptor.of(free.pop(), 0);
        }
        queue.completeTransmit(completions, count);
        parse(count, queue.function());
        touch(count);
        decide(count, queue, nowNs);
        return count;
    }

    /**
     * Lets everything go on that was due by {@code nowNs}, in the order of due times.
     *
     * @return frames that went on
     */
    public int expire(final long nowNs) {
        int count = 0;
        for (int frame = wheel.poll(nowNs); frame != NO_FRAME; frame = wheel.poll(nowNs)) {
            resume(frame, wheel.presentNs());
            count++;
        }
        return count;
    }

    /** Takes in what other workers handed over, and the free frames they returned. */
    public int pollPeers(final long nowNs) {
        int count = 0;
        for (int peer = 0; peer < inboundLinks.length; peer++) {
            if (inboundLinks[peer] != null) {
                count += takeIn(inboundLinks[peer], nowNs) + takeBack(outboundLinks[peer]);
            }
        }
        return count;
    }

    /** Shows instances and peers what this turn did for them. */
    public void publish() {
        for (int i = 0; i < unpublishedCount; i++) {
            unpublished[i].publishReceived();
            unpublished[i] = null;
        }
        unpublishedCount = 0;
        for (int peer = 0; peer < outboundLinks.length; peer++) {
            if (outboundLinks[peer] != null) {
                outboundLinks[peer].forward.publish();
                inboundLinks[peer].back.publish();
            }
        }
    }

    /** A little upkeep of the flow table. */
    public void maintain(final long nowNs) {
        flows.maintain(nowNs, 4);
    }

    // ---------------------------------------------------------------- a burst

    private void parse(final int count, final VirtualFunction ingress) {
        final long[] keys = this.keys;
        final long[] hashes = this.hashes;
        final long portBits = FlowKey.withPort(0, ingress.portIndex());
        final long mac = ingress.macInWireOrder();
        final boolean checksMac = ingress.checksMac();
        final int frames = region.allocatedFrames();
        final int maxFrameBytes = region.maxFrameBytes();
        for (int i = 0; i < count; i++) {
            final long descriptor = descriptors[i];
            final int frame = Descriptor.frame(descriptor);
            final int length = Descriptor.lengthBytes(descriptor);
            if (Integer.compareUnsigned(frame, frames) >= 0) {
                throw frameOutOfRange(frame, ingress);
            }
            if (length < L3 || length > maxFrameBytes) { // the guest wrote the ring: always checked
                kinds[i] = ~DropReason.BAD_DESCRIPTOR.ordinal();
                lengths[i] = length;
                continue;
            }
            final byte[] memory = region.memory(frame);
            final int data = region.data(frame);
            final int wire = Descriptor.flags(descriptor) == 0 ? length : wireLength(memory, data, length);
            lengths[i] = wire;
            final int key = i * PacketParser.KEY_WORDS;
            final int kind = PacketParser.parse(memory, data, length, wire, keys, key);
            if (kind < 0) {
                kinds[i] = ~unparsed(kind).ordinal();
            } else if (checksMac && Bytes.getLong(memory, data + 4) >>> 16 != mac) {
                kinds[i] = ~DropReason.SPOOFED_MAC.ordinal();
            } else {
                kinds[i] = kind;
                final long word1 = keys[key + 1] | portBits;
                keys[key + 1] = word1;
                final long hash = FlowKey.hash(keys[key], word1);
                hashes[i] = hash;
                entries[i] = flows.firstEntry(hash);
            }
        }
    }

    private void touch(final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += flows.touch(entries[i]);
        }
        touched = sum;
    }

    private void decide(final int count, final CardQueue queue, final long nowNs) {
        final VirtualFunction ingress = queue.function();
        ingress.counters().onSent(count);
        long sentBytes = 0;
        for (int i = 0; i < count; i++) {
            final long descriptor = descriptors[i];
            final int frame = Descriptor.frame(descriptor);
            final int wire = lengths[i];
            sentBytes += wire;
            if (kinds[i] < 0) {
                dropUnkeyed(frame, ingress, ~kinds[i], wire, nowNs);
                continue;
            }
            final int key = i * PacketParser.KEY_WORDS;
            int record = flows.find(keys, key, hashes[i]);
            if (record == FlowTable.NONE) {
                record = flows.insert(keys, key, hashes[i]);
                if (record == FlowTable.NONE) {
                    dropUnkeyed(frame, ingress, DropReason.FLOW_TABLE_FULL.ordinal(), wire, nowNs);
                    continue;
                }
                setup.decide(record, ingress, keys, key, region.memory(frame), region.data(frame), epoch);
            }
            admit(record, frame, descriptor, wire, ingress, key, nowNs);
        }
        queue.onTransmitted(count, sentBytes);
    }

    private void admit(
            final int record,
            final int frame,
            final long descriptor,
            final int wire,
            final VirtualFunction ingress,
            final int key,
            final long nowNs) {
        final long[] words = flows.words(record);
        final int base = FlowTable.base(record);
        if (((int) words[base + FlowRecordLayout.DROPS] & FlowRecordLayout.EPOCH_MASK) != epoch) {
            setup.decide(record, ingress, keys, key, region.memory(frame), region.data(frame), epoch);
        }
        words[base + FlowRecordLayout.PACKETS] += FlowRecordLayout.ONE_SENT;
        words[base + FlowRecordLayout.BYTES] += wire;
        final long state = words[base + FlowRecordLayout.STATE];
        final Route route = route((int) (state >>> FlowRecordLayout.ROUTE_SHIFT) & FlowRecordLayout.MAX_ROUTE_INDEX);
        if (wire - L3 > route.mtuBytes() || route.refusal() != null) {
            refuse(record, frame, descriptor, wire, ingress, route, nowNs);
            return;
        }
        final int stage = FRESH
                | ((int) (state >>> FlowRecordLayout.RSS_SHIFT) & FlowRecordLayout.RSS_MASK) << ENTRY_SHIFT
                | ((state & FlowRecordLayout.REWRITES_MACS) != 0 ? REWRITES : 0);
        final long cost = route.flowCostOfByte();
        if (cost != 0) { // as Cap.admit, on the state in the record
            final long next = words[base + FlowRecordLayout.CAP_NEXT];
            final long waitNs = next - nowNs;
            if (waitNs > route.flowHorizonNs()) {
                drop(record, frame, ingress.portIndex(), DropReason.FLOW_CAP.ordinal(), wire, nowNs);
                return;
            }
            final long sum = (waitNs < 0 ? 0 : state & FlowRecordLayout.FRACTION_MASK) + wire * cost;
            words[base + FlowRecordLayout.CAP_NEXT] = Math.max(next, nowNs) + (sum >>> Cap.FRACTION_BITS);
            words[base + FlowRecordLayout.STATE] =
                    state & ~FlowRecordLayout.FRACTION_MASK | sum & FlowRecordLayout.FRACTION_MASK;
            if (waitNs > 0) {
                hold(frame, descriptor, wire, record, route, ingress, stage, nowNs, next, WAIT_FLOW_CAP);
                return;
            }
        }
        send(frame, descriptor, wire, record, route, ingress, stage, nowNs);
    }

    // ---------------------------------------------------------------- stages

    /** Outbound caps from the stage on, then the path. */
    private void send(
            final int frame,
            final long descriptor,
            final int wire,
            final int record,
            final Route route,
            final VirtualFunction ingress,
            final int stage,
            final long timeNs) {
        final VirtualFunction egress = route.egress();
        final CapPoint[] caps = ingress.outbound(egress.card() == ingress.card());
        for (int i = stage & STAGE_MASK; i < caps.length; i++) {
            final long departureNs = caps[i].admit(timeNs, wire);
            if (departureNs != timeNs) {
                final int reason = caps[i].reason().ordinal();
                ingress.counters().onCap(reason);
                if (departureNs == Cap.REFUSED) {
                    drop(record, frame, ingress.portIndex(), reason, wire, timeNs);
                } else {
                    final int next = stage & ~STAGE_MASK | i + 1;
                    hold(frame, descriptor, wire, record, route, ingress, next, timeNs, departureNs, i + 1);
                }
                return;
            }
        }
        final long[] words = flows.words(record);
        final int latest = FlowTable.base(record) + FlowRecordLayout.LATEST_DUE;
        long dueNs = timeNs + route.delayNs();
        if (route.jitterNs() != 0) {
            dueNs += jitter(route.jitterNs());
        }
        dueNs = Math.max(dueNs, words[latest]);
        words[latest] = dueNs;
        final int arrival = stage & ~STAGE_MASK | STAGE_INBOUND;
        final int peer = egress.card().workerIndex();
        if (peer != workerIndex) {
            handOver(peer, frame, descriptor, wire, record, route, ingress, arrival, timeNs, dueNs);
        } else if (dueNs != timeNs) {
            hold(frame, descriptor, wire, record, route, ingress, arrival, timeNs, dueNs, -1);
        } else {
            arrive(frame, descriptor, wire, record, route, ingress, arrival, timeNs, null);
        }
    }

    /** Inbound caps from the stage on, then the receive queue. */
    private void arrive(
            final int frame,
            final long descriptor,
            final int wire,
            final int record,
            final Route route,
            final VirtualFunction ingress,
            final int stage,
            final long timeNs,
            final PeerLink from) {
        final VirtualFunction egress = route.egress();
        final CapPoint[] caps = egress.inbound(egress.card() == ingress.card());
        for (int i = (stage & STAGE_MASK) - STAGE_INBOUND; i < caps.length; i++) {
            final long departureNs = caps[i].admit(timeNs, wire);
            if (departureNs != timeNs) {
                final int reason = caps[i].reason().ordinal();
                egress.counters().onCap(reason);
                if (departureNs == Cap.REFUSED) {
                    settle(record, frame, ingress, frame, reason, wire, timeNs, from);
                } else {
                    final int next = stage & ~STAGE_MASK | STAGE_INBOUND + i + 1;
                    hold(frame, descriptor, wire, record, route, ingress, next, timeNs, departureNs, STAGE_INBOUND + i);
                }
                return;
            }
        }
        deliver(frame, descriptor, wire, record, egress, ingress, stage, timeNs, from);
    }

    private void deliver(
            final int frame,
            final long descriptor,
            final int wire,
            final int record,
            final VirtualFunction egress,
            final VirtualFunction ingress,
            final int stage,
            final long timeNs,
            final PeerLink from) {
        if ((stage & REWRITES) != 0) {
            rewriteMacs(frame, egress);
        }
        final CardQueue queue =
                egress.cardQueue(egress.indirection().queue(stage >>> ENTRY_SHIFT & FlowRecordLayout.RSS_MASK));
        final int freed = queue.deliver(descriptor, wire);
        if (freed == NO_FRAME) {
            egress.counters().onReceiveOverrun();
            settle(record, frame, ingress, frame, DropReason.RX_OVERRUNS.ordinal(), wire, timeNs, from);
            return;
        }
        if (queue.markUnpublished()) {
            remember(queue);
        }
        settle(record, frame, ingress, freed, OUTCOME_DELIVERED, wire, timeNs, from);
    }

    /** Goes on with a frame whose time has come. */
    private void resume(final int frame, final long timeNs) {
        final byte[] memory = region.memory(frame);
        final int metadata = region.metadata(frame);
        final int stage = Bytes.getInt(memory, metadata + STAGE_OFFSET);
        final int wire = Bytes.getUnsignedShort(memory, metadata + WIRE_LENGTH_OFFSET);
        final int length = Bytes.getUnsignedShort(memory, metadata + LENGTH_OFFSET);
        final int record = Bytes.getInt(memory, metadata + RECORD_OFFSET);
        final Route route = route(Bytes.getInt(memory, metadata + ROUTE_OFFSET));
        final VirtualFunction ingress = ports[Bytes.getInt(memory, metadata + PORT_OFFSET)];
        final long descriptor = Descriptor.of(frame, length, Descriptor.WAITED);
        if ((stage & STAGE_MASK) < STAGE_INBOUND) {
            send(frame, descriptor, wire, record, route, ingress, stage, timeNs);
        } else {
            final int home = ingress.card().workerIndex();
            arrive(
                    frame,
                    descriptor,
                    wire,
                    record,
                    route,
                    ingress,
                    stage,
                    timeNs,
                    home == workerIndex ? null : inboundLinks[home]);
        }
    }

    /** Puts a frame into the wheel; {@code cap} is the one that makes it wait, or -1 for the path. */
    private void hold(
            final int frame,
            final long descriptor,
            final int wire,
            final int record,
            final Route route,
            final VirtualFunction ingress,
            final int stage,
            final long timeNs,
            final long dueNs,
            final int cap) {
        writeMetadata(frame, descriptor, wire, record, route, ingress, stage, timeNs, dueNs, cap);
        wheel.schedule(frame, dueNs);
    }

    private void writeMetadata(
            final int frame,
            final long descriptor,
            final int wire,
            final int record,
            final Route route,
            final VirtualFunction ingress,
            final int stage,
            final long timeNs,
            final long dueNs,
            final int cap) {
        final byte[] memory = region.memory(frame);
        final int metadata = region.metadata(frame);
        Bytes.putInt(memory, metadata + STAGE_OFFSET, stage & ~FRESH);
        final boolean fresh = (stage & FRESH) != 0;
        if (fresh) {
            Bytes.putShort(memory, metadata + LENGTH_OFFSET, Descriptor.lengthBytes(descriptor));
            Bytes.putShort(memory, metadata + WIRE_LENGTH_OFFSET, wire);
            Bytes.putInt(memory, metadata + RECORD_OFFSET, record);
            Bytes.putInt(memory, metadata + ROUTE_OFFSET, route.index());
            Bytes.putInt(memory, metadata + PORT_OFFSET, ingress.portIndex());
            Bytes.putLong(memory, metadata + ACCEPTED_OFFSET, timeNs);
        }
        final long waitNs = cap < 0 ? 0 : dueNs - timeNs;
        final long longest = fresh ? 0 : Bytes.getLong(memory, metadata + LONGEST_WAIT_OFFSET);
        if (fresh || waitNs > (longest & (1L << WAIT_BITS) - 1)) {
            Bytes.putLong(memory, metadata + LONGEST_WAIT_OFFSET, (long) Math.max(cap, 0) << WAIT_BITS | waitNs);
        }
    }

    // ---------------------------------------------------------------- peers

    private void handOver(
            final int peer,
            final int frame,
            final long descriptor,
            final int wire,
            final int record,
            final Route route,
            final VirtualFunction ingress,
            final int stage,
            final long timeNs,
            final long dueNs) {
        writeMetadata(frame, descriptor, wire, record, route, ingress, stage, timeNs, dueNs, -1);
        Bytes.putLong(region.memory(frame), region.metadata(frame) + DUE_OFFSET, dueNs);
        if (!outboundLinks[peer].forward.stage(Descriptor.of(frame, 0))) {
            throw new IllegalStateException("frame doubled: more frames on the way to worker " + peer + " than exist");
        }
    }

    private int takeIn(final PeerLink link, final long nowNs) {
        int count = 0;
        long descriptor = link.forward.pollOr(-1);
        while (descriptor != -1) {
            final int frame = Descriptor.frame(descriptor);
            final long dueNs = Bytes.getLong(region.memory(frame), region.metadata(frame) + DUE_OFFSET);
            if (dueNs > nowNs) {
                wheel.schedule(frame, dueNs);
            } else {
                resume(frame, nowNs);
            }
            count++;
            descriptor = link.forward.pollOr(-1);
        }
        return count;
    }

    private int takeBack(final PeerLink link) {
        int count = 0;
        long descriptor = link.back.pollOr(-1);
        while (descriptor != -1) {
            final int frame = Descriptor.frame(descriptor);
            final byte[] memory = region.memory(frame);
            final int metadata = region.metadata(frame);
            account(
                    Bytes.getInt(memory, metadata + RECORD_OFFSET),
                    ports[Bytes.getInt(memory, metadata + PORT_OFFSET)],
                    Descriptor.lengthBytes(descriptor) - 1);
            free.push(frame);
            count++;
            descriptor = link.back.pollOr(-1);
        }
        return count;
    }

    // ---------------------------------------------------------------- ends

    /**
     * Ends a packet's way: delivered, or dropped for a reason.
     *
     * @param frame the packet's frame, for the observer
     * @param freed the frame that is free now
     * @param from the link it came over, null if it entered at this worker
     */
    private void settle(
            final int record,
            final int frame,
            final VirtualFunction ingress,
            final int freed,
            final int outcome,
            final int wire,
            final long timeNs,
            final PeerLink from) {
        observe(frame, ingress.portIndex(), outcome, wire, timeNs);
        if (from == null) {
            account(record, ingress, outcome);
            free.push(freed);
            return;
        }
        final byte[] memory = region.memory(freed);
        final int metadata = region.metadata(freed);
        Bytes.putInt(memory, metadata + RECORD_OFFSET, record);
        Bytes.putInt(memory, metadata + PORT_OFFSET, ingress.portIndex());
        if (!from.back.stage(Descriptor.of(freed, outcome + 1))) {
            throw new IllegalStateException("frame doubled: more frames on the way back than exist");
        }
    }

    private void account(final int record, final VirtualFunction ingress, final int outcome) {
        final long[] words = flows.words(record);
        final int base = FlowTable.base(record);
        words[base + FlowRecordLayout.PACKETS]--;
        if (outcome == OUTCOME_DELIVERED) {
            ingress.counters().onDelivered();
        } else {
            words[base + FlowRecordLayout.DROPS] += FlowRecordLayout.ONE_DROP;
            ingress.counters().onDropped(outcome);
        }
    }

    private void drop(
            final int record, final int frame, final int port, final int reason, final int wire, final long timeNs) {
        settle(record, frame, ports[port], frame, reason, wire, timeNs, null);
    }

    private void dropUnkeyed(
            final int frame, final VirtualFunction ingress, final int reason, final int wire, final long timeNs) {
        observe(frame, ingress.portIndex(), reason, wire, timeNs);
        ingress.counters().onDropped(reason);
        free.push(frame);
    }

    private void refuse(
            final int record,
            final int frame,
            final long descriptor,
            final int wire,
            final VirtualFunction ingress,
            final Route route,
            final long nowNs) {
        final DropReason reason = route.refusal() != null ? route.refusal() : DropReason.MTU_EXCEEDED;
        drop(record, frame, ingress.portIndex(), reason.ordinal(), wire, nowNs);
        if (reason == DropReason.MTU_EXCEEDED && route.announcesMtu()) {
            answerMtu(frame, Descriptor.lengthBytes(descriptor), ingress, route.mtuBytes());
        }
    }

    /** Builds the ICMP answer in a second free frame, beside the refused packet that lies on top of the stack. */
    private void answerMtu(final int frame, final int length, final VirtualFunction ingress, final int mtuBytes) {
        final int refused = free.pop();
        final int reply = free.pop();
        if (reply != NO_FRAME) {
            final int replyLength = mtuReplies.build(frame, length, reply, ingress.mac(), mtuBytes);
            final int freed = replyLength == 0 ? NO_FRAME : deliverReply(reply, replyLength, ingress);
            free.push(freed == NO_FRAME ? reply : freed);
        }
        free.push(refused);
    }

    private int deliverReply(final int reply, final int length, final VirtualFunction to) {
        final PortCounters counters = mtuReplies.counters();
        counters.onSent(1);
        final CardQueue queue = to.cardQueue(0);
        final int freed = queue.deliver(Descriptor.of(reply, length), length);
        if (freed == NO_FRAME) {
            to.counters().onReceiveOverrun();
            counters.onDropped(DropReason.RX_OVERRUNS.ordinal());
            return NO_FRAME;
        }
        if (queue.markUnpublished()) {
            remember(queue);
        }
        counters.onDelivered();
        return freed;
    }

    private void observe(final int frame, final int port, final int outcome, final int wire, final long timeNs) {
        if (observer != null) {
            final long tag = Bytes.getLong(region.memory(frame), region.metadata(frame) + TAG_OFFSET);
            observer.onPacket(timeNs, port, tag, wire, outcome);
        }
    }

    // ---------------------------------------------------------------- small things

    private void remember(final CardQueue queue) {
        if (unpublishedCount == unpublished.length) {
            unpublished = Arrays.copyOf(unpublished, unpublished.length * 2); // once, when queues were added
        }
        unpublished[unpublishedCount++] = queue;
    }

    private Route route(final int index) {
        final Route[] cache = routeCache;
        return index < cache.length ? cache[index] : refreshRoutes(index);
    }

    private Route refreshRoutes(final int index) {
        routeCache = routes.snapshot();
        return routeCache[index];
    }

    private void rewriteMacs(final int frame, final VirtualFunction egress) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final long source = routerMacInWireOrder;
        Bytes.putLong(memory, data, egress.macInWireOrder() | source << 48);
        Bytes.putInt(memory, data + 8, (int) (source >>> 16));
    }

    private long jitter(final long jitterNs) {
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        random = x;
        return (x >>> 33) * jitterNs >>> 31; // jitter below 2^30 ns: no overflow
    }

    private static int wireLength(final byte[] memory, final int data, final int length) {
        final int wire = Bytes.getUnsignedShort(memory, data - 64 + WIRE_LENGTH_OFFSET);
        return Math.max(wire, length);
    }

    private static DropReason unparsed(final int kind) {
        return switch (kind) {
            case PacketParser.NOT_IP -> DropReason.NOT_IP;
            case PacketParser.TRUNCATED -> DropReason.TRUNCATED;
            default -> DropReason.MALFORMED;
        };
    }

    private static IllegalStateException frameOutOfRange(final int frame, final VirtualFunction ingress) {
        return new IllegalStateException(ingress + " transmitted frame " + frame + ", which does not exist");
    }

    // ---------------------------------------------------------------- what can be asked

    /** When something is due next, see {@link TimingWheel#nextNs()}. */
    public long nextNs() {
        return wheel.nextNs();
    }

    /** Frames that wait in the wheel. */
    public int waitingFrames() {
        return wheel.size();
    }

    /** Free frames. */
    public int freeFrames() {
        return free.size();
    }

    /** Frames the worker started with. */
    public int homeFrames() {
        return homeFrames;
    }

    /** Flows remembered. */
    public int flows() {
        return flows.flows();
    }

    /** Bytes the flow table takes. */
    public long flowTableBytes() {
        return flows.bytes();
    }

    /** Counters of the packets this worker originates itself: ICMP answers. */
    public PortCounters originatedCounters() {
        return mtuReplies.counters();
    }

    /** Shows every flow to {@code visitor}; between turns only. */
    public void forEachFlow(final FlowVisitor visitor) {
        for (int record = 1; record < flows.recordLimit(); record++) {
            if (flows.isFlow(record)) {
                final long[] words = flows.words(record);
                final int base = FlowTable.base(record);
                final long packets = words[base + FlowRecordLayout.PACKETS];
                visitor.onFlow(
                        words[base + FlowRecordLayout.KEY0],
                        words[base + FlowRecordLayout.KEY1],
                        packets >>> FlowRecordLayout.IN_FLIGHT_BITS,
                        words[base + FlowRecordLayout.DROPS] >>> FlowRecordLayout.EPOCH_BITS,
                        packets & FlowRecordLayout.IN_FLIGHT_MASK,
                        words[base + FlowRecordLayout.BYTES]);
            }
        }
    }

    /** Sees flows, see {@link #forEachFlow}. */
    @FunctionalInterface
    public interface FlowVisitor {

        /**
         * One flow; {@code delivered = sent - dropped - inFlight}.
         *
         * @param word0 first key word
         * @param word1 second key word, see {@link FlowKey}
         */
        void onFlow(long word0, long word1, long sent, long dropped, long inFlight, long bytes);
    }

    /** What the touch pass read; only there so that it is not optimized away. */
    long touched() {
        return touched;
    }
}
