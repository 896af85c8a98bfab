package io.ringlane.dataplane.nic;

import io.ringlane.dataplane.counter.DropReason;

/**
 * A line of functions' own, ahead of their card's: what all that have the same one may send, and receive, together. One worker
 * owns it, so all its functions sit on one card.
 *
 * <p>The caps are made when a function that has it is first used; any thread.
 */
public final class Line {

    private final long bitsPerSecond;
    private CapPoint out; // null until somebody uses it
    private CapPoint in;

    /**
     * @param bitsPerSecond each way; 0 for no limit
     */
    public Line(final long bitsPerSecond) {
        this.bitsPerSecond = bitsPerSecond;
    }

    /** Its rate each way; 0 for no limit. */
    public long bitsPerSecond() {
        return bitsPerSecond;
    }

    /** The cap of what is sent; null for no limit. */
    synchronized CapPoint out(final long horizonNs) {
        make(horizonNs);
        return out;
    }

    /** The cap of what is received; null for no limit. */
    synchronized CapPoint in(final long horizonNs) {
        make(horizonNs);
        return in;
    }

    private void make(final long horizonNs) {
        if (out == null && bitsPerSecond != 0) {
            out = CapPoint.ofBits(bitsPerSecond, 0, horizonNs, DropReason.LINE_RATE, "line rate");
            in = CapPoint.ofBits(bitsPerSecond, 0, horizonNs, DropReason.LINE_RATE, "line rate in");
        }
    }
}
