package io.ringlane.cloud.traffic;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** What arrived of one flow. One thread. */
public final class FlowMeter {

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final String name;
    private final long durationNs;
    private final long windowNs;
    private final Histogram latency = new Histogram(3);
    private long seriesOffsetNs;
    private long[] windowBytes = new long[16];
    private int windows;
    private final int[] nextSequences;
    private long packets;
    private long bytes;
    private long firstNs = -1; // what windows count from
    private long startNs = UNKNOWN;
    private long countedFromNs; // arrivals count for the rate over the duration from then on
    private long firstDueNs;
    private WindowExtremes seen;
    private WindowExtremes seenAnywhere;
    private WindowExtremes dueAnywhere;
    private long bytesWithinDuration;
    private boolean mayOvertake;
    private long overtaken;

    /**
     * @param durationNs the run's duration, over which the rate is taken
     * @param windowNs width of a window of the series
     * @param connections connections of the flow, each of which must arrive in order
     */
    public FlowMeter(final String name, final long durationNs, final long windowNs, final int connections) {
        this.name = name;
        this.durationNs = durationNs;
        this.windowNs = windowNs;
        this.nextSequences = new int[connections];
        latency.setAutoResize(true);
    }

    /**
     * Counts windows from a time rather than from the first arrival, and takes frames that were overtaken, as those on their way
     * are where the way changes. Before traffic.
     */
    public void countFrom(final long startNs) {
        firstNs = startNs;
        firstDueNs = startNs;
        mayOvertake = true;
    }

    /** Lets the run's duration begin at a time, for flows whose first frame may be due later. Before traffic. */
    public void startAt(final long runStartNs) {
        startNs = runStartNs;
    }

    /** Begins the series so much ahead of the first arrival, 0 unless set. Before traffic. */
    public void offsetSeries(final long offsetNs) {
        seriesOffsetNs = offsetNs;
    }

    /** Frames that a later one of their connection had overtaken. */
    public long overtaken() {
        return overtaken;
    }

    /** Makes room for latencies up to so many nanoseconds, so that meeting one of them first allocates nothing. Before traffic. */
    public void reserveLatencies(final long mostNs) {
        latency.recordValue(mostNs);
        latency.reset(); // the room stays
    }

    /**
     * Watches every window of a width from the first arrival on: by when the receiver saw a frame, and by when the data
     * plane had it due, which tells a cap that was off from a thread that was late. Before traffic.
     */
    public void watchWindows(final long widthNs) {
        seen = WindowExtremes.consecutive(widthNs, durationNs);
        seenAnywhere = WindowExtremes.overlapping(widthNs, durationNs);
        dueAnywhere = WindowExtremes.overlapping(widthNs, durationNs);
    }

    /**
     * A frame arrived.
     *
     * @param intendedNs when it was meant to be sent
     * @param dueNs when the data plane had it due at the receiver
     * @param nowNs when the receiver saw it
     * @throws IllegalStateException if it was overtaken by a later one of its connection: while a way stays, that must never
     *     happen
     */
    public void onArrival(
            final long tag, final int lengthBytes, final long intendedNs, final long dueNs, final long nowNs) {
        final int connection = FrameTag.connection(tag);
        final int sequence = FrameTag.sequence(tag);
        if (sequence - nextSequences[connection] >= 0) {
            nextSequences[connection] = sequence + 1;
        } else if (mayOvertake) {
            overtaken++;
        } else {
            throw reordered(connection, sequence);
        }
        if (firstNs < 0) {
            firstNs = nowNs;
            firstDueNs = dueNs;
        }
        if (packets == 0) {
            countedFromNs = startNs == UNKNOWN ? nowNs : startNs + (nowNs - intendedNs);
        }
        packets++;
        bytes += lengthBytes;
        if (nowNs - countedFromNs < durationNs) {
            bytesWithinDuration += lengthBytes;
        }
        final long sinceFirstNs = nowNs - firstNs;
        if (sinceFirstNs < durationNs) {
            final int window = (int) ((sinceFirstNs + seriesOffsetNs) / windowNs);
            if (window >= windowBytes.length) {
                windowBytes = Arrays.copyOf(windowBytes, Math.max(window + 1, windowBytes.length * 2));
            }
            windows = Math.max(windows, window + 1);
            windowBytes[window] += lengthBytes;
        }
        if (seen != null) {
            seen.add(sinceFirstNs, lengthBytes);
            seenAnywhere.add(sinceFirstNs, lengthBytes);
            dueAnywhere.add(dueNs - firstDueNs, lengthBytes);
        }
        latency.recordValue(Math.max(0, nowNs - intendedNs));
    }

    private IllegalStateException reordered(final int connection, final int sequence) {
        return new IllegalStateException("flow " + name + ", connection " + connection + ": frame " + sequence
                + " arrived after frame " + (nextSequences[connection] - 1));
    }

    /** Frames that arrived. */
    public long packets() {
        return packets;
    }

    /** Layer-2 bytes without FCS that arrived. */
    public long bytes() {
        return bytes;
    }

    /**
     * Mean rate over the run's duration, which is moved by the time that the first frame was on its way, so that this takes
     * nothing from it: a frame that arrives after that counts nowhere. Without a {@link #startAt start}, the duration from the
     * first arrival on.
     */
    public long bitsPerSecond() {
        return Math.round(bytesWithinDuration * 8e9 / durationNs);
    }

    /** Latency from the intended send time, nanoseconds. */
    public Histogram latency() {
        return latency;
    }

    /** When the first frame was seen, or what {@link #countFrom} says; -1 before it. */
    public long firstNs() {
        return firstNs;
    }

    /** Consecutive windows by when the receiver saw frames; null unless {@link #watchWindows watched}. */
    public WindowExtremes seenWindows() {
        return seen;
    }

    /** Overlapping windows by when the receiver saw frames; null unless {@link #watchWindows watched}. */
    public WindowExtremes seenAnywhere() {
        return seenAnywhere;
    }

    /** Overlapping windows by when frames were due at the receiver; null unless {@link #watchWindows watched}. */
    public WindowExtremes dueAnywhere() {
        return dueAnywhere;
    }

    /** Width of a window of the series. */
    public long windowNs() {
        return windowNs;
    }

    /** Bytes by window from the first arrival on. */
    public long[] windowBytes() {
        return Arrays.copyOf(windowBytes, windows);
    }
}
