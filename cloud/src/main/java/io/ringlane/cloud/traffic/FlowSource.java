package io.ringlane.cloud.traffic;

import static io.ringlane.core.frame.FrameLayout.INTENDED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.NO_FRAME;
import static io.ringlane.core.frame.FrameLayout.TAG_OFFSET;

import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.nic.QueuePair;

/**
 * Sends one flow: frames of a repeating pattern of lengths, over its connections in turn, at an exact rate.
 *
 * <p>A frame that cannot be sent when it is due (no free frame, a full ring) is sent later and keeps its due time. One
 * thread.
 */
public final class FlowSource implements Source {

    private static final int BURST = 64;

    private final String label;
    private final boolean isWarmUp;
    private final int flow;
    private final int[] patternBytes;
    private byte[][] templates; // by connection, then pattern position
    private QueuePair[] queues; // by connection; null where a connection has nobody to send it yet
    private final long byteCost; // 2^-28 ns; 0 when paced by packets
    private final long packetCost;
    private final int[] sequences;
    private final long startNs;
    private final long endNs;
    private WindowExtremes windows;
    private long nextNs;
    private long fraction;
    private int position;
    private int connection;
    private long sentPackets;
    private long sentBytes;
    private long latestNs;

    /**
     * @param name the flow's name, for messages
     * @param isWarmUp whether this is the flow before it is measured
     * @param flow number of the flow, for tags
     * @param patternBytes lengths of the frames in the pattern
     * @param templates whole frames: all of the pattern for the first connection, then for the second, and so on
     * @param queues the queue each connection sends through, or null: what is due on it is then left out
     * @param bitsPerSecond layer-2 rate without FCS; 0 to go by packets
     * @param packetsPerSecond packet rate; 0 to go by bits
     * @param startNs when the first frame is due
     * @param endNs frames due from then on are not sent
     */
    public FlowSource(
            final String name,
            final boolean isWarmUp,
            final int flow,
            final int[] patternBytes,
            final byte[][] templates,
            final QueuePair[] queues,
            final long bitsPerSecond,
            final long packetsPerSecond,
            final long startNs,
            final long endNs) {
        this.label = "flow " + name;
        this.isWarmUp = isWarmUp;
        this.flow = flow;
        this.patternBytes = patternBytes.clone();
        this.templates = templates;
        this.queues = queues;
        this.byteCost = bitsPerSecond == 0 ? 0 : Cap.costOfByte(bitsPerSecond);
        this.packetCost = packetsPerSecond == 0 ? 0 : (1_000_000_000L << Cap.FRACTION_BITS) / packetsPerSecond;
        this.sequences = new int[queues.length];
        this.startNs = startNs;
        this.nextNs = startNs;
        this.endNs = endNs;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean isWarmUp() {
        return isWarmUp;
    }

    /** From now on sends a connection's frames through another queue, and other frames of the same lengths. */
    public void rebind(final int ofConnection, final QueuePair queue, final byte[][] frames) {
        queues[ofConnection] = queue;
        System.arraycopy(frames, 0, templates, ofConnection * patternBytes.length, patternBytes.length);
    }

    /** From now on leaves out what is due on a connection, until it is {@linkplain #rebind bound} again. */
    public void unbind(final int ofConnection) {
        queues[ofConnection] = null;
    }

    /** Watches consecutive windows of a width, by when frames were sent. Before traffic. */
    public void watchWindows(final long widthNs) {
        windows = WindowExtremes.consecutive(widthNs, endNs - startNs);
    }

    /** Consecutive windows by when frames were sent; null unless {@link #watchWindows watched}. */
    public WindowExtremes windows() {
        return windows;
    }

    /** When the next frame is due; {@code Long.MAX_VALUE} when the source is done. */
    @Override
    public long nextNs() {
        return nextNs < endNs ? nextNs : Long.MAX_VALUE;
    }

    /**
     * Sends what is due, up to a burst.
     *
     * @return frames sent, or left out for want of a queue
     */
    @Override
    public int send(final long nowNs) {
        int count = 0;
        while (nextNs <= nowNs && nextNs < endNs && count < BURST) {
            final QueuePair queue = queues[connection];
            if (queue == null) {
                count++;
                advance(patternBytes[position]);
                continue;
            }
            final int frame = queue.take();
            if (frame == NO_FRAME) {
                break;
            }
            final byte[] template = templates[connection * patternBytes.length + position];
            final FrameRegion region = queue.region();
            final byte[] memory = region.memory(frame);
            System.arraycopy(template, 0, memory, region.data(frame), template.length);
            final int metadata = region.metadata(frame);
            Bytes.putLong(memory, metadata + INTENDED_OFFSET, nextNs);
            Bytes.putLong(memory, metadata + TAG_OFFSET, FrameTag.of(flow, connection, sequences[connection]));
            if (!queue.transmit(frame, template.length)) {
                queue.give(frame);
                break;
            }
            if (queues.length > 1) {
                queue.flush();
            }
            sequences[connection]++;
            latestNs = Math.max(latestNs, nowNs - nextNs);
            if (windows != null) {
                windows.add(nowNs - startNs, template.length);
            }
            sentPackets++;
            sentBytes += template.length;
            count++;
            advance(template.length);
        }
        if (count != 0 && queues[0] != null) {
            queues[0].flush();
        }
        return count;
    }

    private void advance(final int lengthBytes) {
        final long sum = fraction + (byteCost == 0 ? packetCost : byteCost * lengthBytes);
        nextNs += sum >>> Cap.FRACTION_BITS;
        fraction = sum & Cap.FRACTION_MASK;
        if (++connection == queues.length) {
            connection = 0;
            if (++position == patternBytes.length) {
                position = 0;
            }
        }
    }

    /** Frames that were due before {@code nowNs} and could not be sent yet. */
    @Override
    public long backlog(final long nowNs) {
        if (nextNs >= endNs || nextNs >= nowNs) {
            return 0;
        }
        final long meanCost = byteCost == 0 ? packetCost : byteCost * Math.max(1, sentBytes / Math.max(1, sentPackets));
        final long overdue = (Math.min(nowNs, endNs) - nextNs) << Cap.FRACTION_BITS;
        return (overdue - 1) / Math.max(1, meanCost) + 1; // one that is due now is not late
    }

    /** Frames handed to the card. */
    @Override
    public long sentPackets() {
        return sentPackets;
    }

    /** Layer-2 bytes without FCS handed to the card. */
    @Override
    public long sentBytes() {
        return sentBytes;
    }

    /** The most a frame was sent after it was due. */
    public long latestNs() {
        return latestNs;
    }
}
