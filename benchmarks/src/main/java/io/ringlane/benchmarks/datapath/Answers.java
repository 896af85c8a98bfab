package io.ringlane.benchmarks.datapath;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.nic.QueuePair;

/**
 * Receivers that exchange both sides of each frame's headers and send it back the way it came: the least of network functions.
 * Checksums stay right, as sums do not mind the order of what they add up. One thread.
 */
public final class Answers {

    private static final int MAC_TAIL = 8; // of the source, behind the destination and two bytes of the source
    private static final int ADDRESSES = 26;
    private static final int PORTS = 34;
    private static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;

    private final boolean swapsFiveTuple;
    private final FrameRegion region;
    private final QueuePair[] queues;
    private final long[] received;
    private final long[] free;
    private long frames;
    private long bytes;

    /** @param limit frames a queue hands over at a time */
    public Answers(final boolean swapsFiveTuple, final FrameRegion region, final QueuePair[] queues, final int limit) {
        this.swapsFiveTuple = swapsFiveTuple;
        this.region = region;
        this.queues = queues;
        this.received = new long[limit];
        this.free = new long[limit];
    }

    /** Answers everything that there is; returns how many frames. */
    public int turn() {
        int total = 0;
        for (final QueuePair queue : queues) {
            total += turn(queue);
        }
        frames += total;
        return total;
    }

    /** A frame sent is a frame less to post, so that many free ones are taken first; what finds none waits in the ring. */
    private int turn(final QueuePair queue) {
        final int possible = queue.take(free, 0, free.length);
        final int count = queue.poll(received, 0, possible);
        for (int i = count; i < possible; i++) {
            queue.give(Descriptor.frame(free[i]));
        }
        if (count == 0) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            swap(received[i]);
            bytes += Descriptor.lengthBytes(received[i]);
            received[i] = Descriptor.of(Descriptor.frame(received[i]), Descriptor.lengthBytes(received[i]));
        }
        if (queue.transmit(received, 0, count) != count || queue.post(free, 0, count) != count) {
            throw new IllegalStateException("a ring of an answering receiver is full");
        }
        return count;
    }

    private void swap(final long descriptor) {
        final int frame = Descriptor.frame(descriptor);
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final long head = Bytes.getLong(memory, data);
        final long destination = head & MAC_MASK;
        final long source = head >>> 48 | (Bytes.getInt(memory, data + MAC_TAIL) & 0xFFFF_FFFFL) << 16;
        Bytes.putLong(memory, data, source | destination << 48);
        Bytes.putInt(memory, data + MAC_TAIL, (int) (destination >>> 16));
        if (swapsFiveTuple) {
            Bytes.putLong(memory, data + ADDRESSES, Long.rotateRight(Bytes.getLong(memory, data + ADDRESSES), 32));
            Bytes.putInt(memory, data + PORTS, Integer.rotateRight(Bytes.getInt(memory, data + PORTS), 16));
        }
    }

    /** Frames answered so far. */
    public long frames() {
        return frames;
    }

    /** Layer-2 bytes without FCS of them. */
    public long bytes() {
        return bytes;
    }
}
