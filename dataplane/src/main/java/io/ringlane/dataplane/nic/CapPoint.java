package io.ringlane.dataplane.nic;

import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.counter.DropReason;

/**
 * A cap on a packet's way: what it charges and under which name it counts. Shared by everything that shares the cap (the
 * functions of an instance, the functions of a card); one worker owns it.
 */
public final class CapPoint extends Cap {

    /**
     * What a cap passes in the longest wait that is nobody's shortage, 64 KiB or as many packets as that has at least. Frames of
     * two flows that meet wait for each other however wide the cap is; EC2 does not say from which wait on it counts them.
     */
    private static final long BURST_BYTES = 64 * 1024;

    private static final long BURST_PACKETS = BURST_BYTES / 1500;

    private final DropReason reason;
    private final String label;
    private final long countedWaitNs;

    private CapPoint(
            final long byteCost,
            final long packetCost,
            final long toleranceNs,
            final long horizonNs,
            final DropReason reason,
            final String label) {
        super(byteCost, packetCost, toleranceNs, horizonNs);
        this.reason = reason;
        final long burstNs =
                (BURST_BYTES * byteCost >>> FRACTION_BITS) + BURST_PACKETS * (packetCost >>> FRACTION_BITS);
        this.countedWaitNs = Math.min(burstNs, horizonNs / 2);
        this.label = label;
    }

    /** A cap on layer-2 bytes without FCS; parameters as in {@link Cap#ofBits}. */
    public static CapPoint ofBits(
            final long bitsPerSecond,
            final long toleranceNs,
            final long horizonNs,
            final DropReason reason,
            final String label) {
        return new CapPoint(costOfByte(bitsPerSecond), 0, toleranceNs, horizonNs, reason, label);
    }

    /** A cap on packets; parameters as in {@link Cap#ofPackets}. */
    public static CapPoint ofPackets(
            final long packetsPerSecond,
            final long toleranceNs,
            final long horizonNs,
            final DropReason reason,
            final String label) {
        return new CapPoint(0, costOfPacket(packetsPerSecond), toleranceNs, horizonNs, reason, label);
    }

    /** What refused packets are counted under. */
    public DropReason reason() {
        return reason;
    }

    /** From which wait on a packet counts as queued because the cap is short: above a burst's, or half the horizon. */
    public long countedWaitNs() {
        return countedWaitNs;
    }

    /** The cap's name in reports, for instance {@code instance bandwidth out}. */
    public String label() {
        return label;
    }
}
