package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.ACCEPTED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.DUE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.LENGTH_OFFSET;
import static io.ringlane.core.frame.FrameLayout.LONGEST_WAIT_OFFSET;
import static io.ringlane.core.frame.FrameLayout.PORT_OFFSET;
import static io.ringlane.core.frame.FrameLayout.RECORD_OFFSET;
import static io.ringlane.core.frame.FrameLayout.ROUTE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.STAGE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.WIRE_LENGTH_OFFSET;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;

/**
 * The packet a worker is looking at on the stages where packets may wait; filled from a burst or, when the wait is over,
 * from the frame's metadata line. Numbers only, no references: storing one would cost a collector's barrier a packet.
 *
 * <pre>
 *   bit 31       19        18      17      16         15        8 7          0
 *   +------------+---------+-------+-------+----------+-----------+------------+
 *   |            | follows | phase | fresh | rewrites | RSS entry | next stage |
 *   +------------+---------+-------+-------+----------+-----------+------------+
 * </pre>
 *
 * <p>One a worker, its thread only.
 */
final class Transit {

    /** The stage before the first inbound cap, whose numbers follow. */
    static final int INBOUND = Pipeline.STAGE_INBOUND;

    /** From this stage on, the receiver's cap for packets through a gateway, the packet is at the far end; below are outbound caps. */
    static final int FAR_GATEWAY = INBOUND - 1;

    /** Code in the longest wait of the sender's cap for packets through a gateway; there are fewer outbound caps. */
    static final int WAIT_GATEWAY_OUT = INBOUND - 2;

    /**
     * The stage at a gateway that has a cap of its own, behind the sender's cap for packets through one; and the code of that cap in
     * the longest wait.
     */
    static final int GATEWAY = INBOUND - 3;

    /** Code in the longest wait of the receiver's cap for packets through a gateway. */
    static final int WAIT_GATEWAY_IN = FAR_GATEWAY;

    private static final int NEXT_MASK = 0xFF;
    private static final int ENTRY_SHIFT = 8;
    private static final int REWRITES = 1 << 16;
    private static final int FRESH = 1 << 17; // has not waited yet: its metadata line is not written
    private static final int PHASE_SHIFT = 18;
    private static final int FOLLOWS = 1 << 19;

    private final FrameRegion region;

    int frame;
    int wire; // layer-2 length without FCS that is charged
    int record;
    int route;
    int port; // it entered through
    private long descriptor;
    private int stage;

    Transit(final FrameRegion region) {
        this.region = region;
    }

    /** A packet that just entered; {@code state} is its flow record's. */
    void enter(final long newDescriptor, final int wireLength, final int flowRecord, final long state, final int from) {
        descriptor = newDescriptor;
        frame = Descriptor.frame(newDescriptor);
        wire = wireLength;
        record = flowRecord;
        route = FlowRecordLayout.route(state);
        port = from;
        stage = FRESH
                | FlowRecordLayout.rssEntry(state) << ENTRY_SHIFT
                | ((state & FlowRecordLayout.REWRITES_HEADERS) != 0 ? REWRITES : 0)
                | (state < 0 ? FOLLOWS : 0);
    }

    /**
     * Says of a packet that just entered that it has waited before, apart from its metadata line, of which only due time, time of
     * acceptance and longest wait are written.
     *
     * @param phase in which it began to
     */
    void setWaited(final int phase) {
        stage &= ~FRESH;
        setPhase(phase);
        final byte[] memory = region.memory(frame);
        final int metadata = region.metadata(frame);
        writeLine(memory, metadata);
        Bytes.putInt(memory, metadata + STAGE_OFFSET, stage);
    }

    /** A packet that waited. */
    void resume(final int waited) {
        final byte[] memory = region.memory(waited);
        final int metadata = region.metadata(waited);
        frame = waited;
        descriptor = Descriptor.of(waited, Bytes.getUnsignedShort(memory, metadata + LENGTH_OFFSET), Descriptor.WAITED);
        wire = Bytes.getUnsignedShort(memory, metadata + WIRE_LENGTH_OFFSET);
        record = Bytes.getInt(memory, metadata + RECORD_OFFSET);
        route = Bytes.getInt(memory, metadata + ROUTE_OFFSET);
        port = Bytes.getInt(memory, metadata + PORT_OFFSET);
        stage = Bytes.getInt(memory, metadata + STAGE_OFFSET);
    }

    /**
     * Writes down where to go on.
     *
     * @param timeNs the present
     * @param dueNs when it goes on
     * @param waitNs how long a cap makes it wait, 0 if none does
     * @param cap code of that cap, see {@link Pipeline#WAIT_FLOW_CAP}
     */
    void save(final long timeNs, final long dueNs, final long waitNs, final int cap) {
        final byte[] memory = region.memory(frame);
        final int metadata = region.metadata(frame);
        final boolean fresh = isFresh();
        stage &= ~FRESH;
        Bytes.putInt(memory, metadata + STAGE_OFFSET, stage);
        Bytes.putLong(memory, metadata + DUE_OFFSET, dueNs);
        if (fresh) {
            writeLine(memory, metadata);
            Bytes.putLong(memory, metadata + ACCEPTED_OFFSET, timeNs);
        }
        final long longest = fresh ? 0 : Bytes.getLong(memory, metadata + LONGEST_WAIT_OFFSET);
        if (fresh || waitNs > (longest & (1L << Pipeline.WAIT_BITS) - 1)) {
            Bytes.putLong(memory, metadata + LONGEST_WAIT_OFFSET, (long) cap << Pipeline.WAIT_BITS | waitNs);
        }
    }

    private void writeLine(final byte[] memory, final int metadata) {
        Bytes.putShort(memory, metadata + LENGTH_OFFSET, Descriptor.lengthBytes(descriptor));
        Bytes.putShort(memory, metadata + WIRE_LENGTH_OFFSET, wire);
        Bytes.putInt(memory, metadata + RECORD_OFFSET, record);
        Bytes.putInt(memory, metadata + ROUTE_OFFSET, route);
        Bytes.putInt(memory, metadata + PORT_OFFSET, port);
    }

    long descriptor() {
        return descriptor;
    }

    /** Whether it entered in this turn and has not waited. */
    boolean isFresh() {
        return (stage & FRESH) != 0;
    }

    /** The next stage: an outbound cap's number, {@link #GATEWAY}, {@link #FAR_GATEWAY}, or {@link #INBOUND} plus an inbound cap's. */
    int next() {
        return stage & NEXT_MASK;
    }

    void setNext(final int next) {
        stage = stage & ~NEXT_MASK | next;
    }

    /** In which phase of its worker it began to wait, 0 or 1. */
    int phase() {
        return stage >>> PHASE_SHIFT & 1;
    }

    void setPhase(final int phase) {
        stage |= phase << PHASE_SHIFT;
    }

    int rssEntry() {
        return stage >>> ENTRY_SHIFT & FlowRecordLayout.RSS_MASK;
    }

    /** Whether it takes the stages at gateways that others of its flow before it may have taken, see {@link FlowRecordLayout#FOLLOWS}. */
    boolean follows() {
        return (stage & FOLLOWS) != 0;
    }

    boolean rewrites() {
        return (stage & REWRITES) != 0;
    }
}
