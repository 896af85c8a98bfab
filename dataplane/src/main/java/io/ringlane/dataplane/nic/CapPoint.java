package io.ringlane.dataplane.nic;

import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.counter.DropReason;

/**
 * A cap on a packet's way: what it charges and under which name it counts. Shared by everything that shares the cap (the
 * functions of an instance, the functions of a card); one worker owns it.
 */
public final class CapPoint {

    private final Cap cap;
    private final boolean chargesPackets;
    private final DropReason reason;
    private final String label;

    private CapPoint(final Cap cap, final boolean chargesPackets, final DropReason reason, final String label) {
        this.cap = cap;
        this.chargesPackets = chargesPackets;
        this.reason = reason;
        this.label = label;
    }

    /** A cap on layer-2 bytes without FCS. */
    public static CapPoint ofBytes(final Cap cap, final DropReason reason, final String label) {
        return new CapPoint(cap, false, reason, label);
    }

    /** A cap on packets. */
    public static CapPoint ofPackets(final Cap cap, final DropReason reason, final String label) {
        return new CapPoint(cap, true, reason, label);
    }

    /** When a packet may pass, {@code nowNs} or later, or {@link Cap#REFUSED}. The owning worker only. */
    public long admit(final long nowNs, final int lengthBytes) {
        return cap.admit(nowNs, chargesPackets ? 1 : lengthBytes);
    }

    /** What refused packets are counted under. */
    public DropReason reason() {
        return reason;
    }

    /** The cap's name in reports, for instance {@code instance bandwidth out}. */
    public String label() {
        return label;
    }
}
