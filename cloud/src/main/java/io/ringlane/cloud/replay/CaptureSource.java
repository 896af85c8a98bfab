package io.ringlane.cloud.replay;

import static io.ringlane.core.frame.FrameLayout.INTENDED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.NO_FRAME;
import static io.ringlane.core.frame.FrameLayout.TAG_OFFSET;

import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.List;

/**
 * Sends a capture's frames from whichever of the two instances sent them. MACs become those of the instances; everything
 * behind them stays as captured.
 */
final class CaptureSource implements Source {

    private static final int BURST = 64;

    private final List<CapturedFrame> frames;
    private final Instance first;
    private final Instance second;
    private final long startNs;
    private final boolean isWarmUp;
    private int next;
    private long sentBytes;

    /** @param isWarmUp whether the frames are the {@link LeadIn}'s */
    CaptureSource(
            final List<CapturedFrame> frames,
            final Instance first,
            final Instance second,
            final long startNs,
            final boolean isWarmUp) {
        this.isWarmUp = isWarmUp;
        this.frames = frames;
        this.first = first;
        this.second = second;
        this.startNs = startNs;
    }

    @Override
    public String label() {
        return isWarmUp ? "the traffic ahead of the capture" : "the capture";
    }

    @Override
    public boolean isWarmUp() {
        return isWarmUp;
    }

    @Override
    public long nextNs() {
        return next < frames.size() ? startNs + frames.get(next).dueNs() : Long.MAX_VALUE;
    }

    @Override
    public int send(final long nowNs) {
        int count = 0;
        while (count < BURST && nextNs() <= nowNs && send(frames.get(next))) {
            next++;
            count++;
        }
        return count;
    }

    private boolean send(final CapturedFrame captured) {
        final Instance from = captured.forward() ? first : second;
        final Instance to = captured.forward() ? second : first;
        final QueuePair queue = from.port().queuePair(0);
        final int frame = queue.take();
        if (frame == NO_FRAME) {
            return false;
        }
        final FrameRegion region = queue.region();
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final byte[] bytes = captured.bytes();
        System.arraycopy(bytes, 0, memory, data, bytes.length);
        if ((bytes[0] & 1) == 0) { // a group address stays, and goes nowhere
            putMac(memory, data, to.port().mac());
        }
        putMac(memory, data + 6, from.port().mac());
        final int metadata = region.metadata(frame);
        Bytes.putLong(memory, metadata + INTENDED_OFFSET, startNs + captured.dueNs());
        Bytes.putLong(memory, metadata + TAG_OFFSET, FrameTag.of(captured.flow(), 0, captured.sequence()));
        final boolean isTruncated = captured.wireLengthBytes() > bytes.length;
        final boolean sent = isTruncated
                ? queue.transmitTruncated(frame, bytes.length, captured.wireLengthBytes())
                : queue.transmit(frame, bytes.length);
        if (!sent) {
            queue.give(frame);
            return false;
        }
        queue.flush();
        sentBytes += captured.wireLengthBytes();
        return true;
    }

    private static void putMac(final byte[] memory, final int index, final long mac) {
        Bytes.putShortBe(memory, index, (int) (mac >>> 32));
        Bytes.putIntBe(memory, index + 2, (int) mac);
    }

    @Override
    public long backlog(final long nowNs) {
        long backlog = 0;
        for (int i = next; i < frames.size() && startNs + frames.get(i).dueNs() < nowNs; i++) {
            backlog++;
        }
        return backlog;
    }

    @Override
    public long sentPackets() {
        return next;
    }

    @Override
    public long sentBytes() {
        return sentBytes;
    }
}
