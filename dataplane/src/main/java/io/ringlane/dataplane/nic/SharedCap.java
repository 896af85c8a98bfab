package io.ringlane.dataplane.nic;

import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.counter.DropReason;

/**
 * Bytes and packets a second of something in the middle of a network, which ports of several workers pass: both directions
 * together. What is charged is what passes, whoever sends it.
 *
 * <p>Threads: any; a short lock. Times of different workers may differ by what their bursts take, which shifts a departure by
 * as much and changes no rate.
 */
public final class SharedCap {

    private final CapPoint bytes; // null for no cap
    private final CapPoint packets;
    private final DropReason reason;
    private final String label;

    /**
     * @param bitsPerSecond layer-2 bits without FCS; 0 is no cap
     * @param packetsPerSecond of any length; 0 is no cap
     * @param horizonNs how long a packet may wait; beyond, it is refused
     * @param reason what refused packets are counted under
     */
    public SharedCap(
            final long bitsPerSecond,
            final long packetsPerSecond,
            final long horizonNs,
            final DropReason reason,
            final String label) {
        this.bytes = bitsPerSecond == 0 ? null : CapPoint.ofBits(bitsPerSecond, 0, horizonNs, reason, label);
        this.packets = packetsPerSecond == 0 ? null : CapPoint.ofPackets(packetsPerSecond, 0, horizonNs, reason, label);
        this.reason = reason;
        this.label = label;
    }

    /**
     * Lets a packet through as early as both caps allow. One that bytes refuse has been counted as a packet: it was looked at.
     *
     * @param nowNs the present
     * @param lengthBytes layer 2 without FCS
     * @return when it may depart, {@code nowNs} or later, or {@link Cap#REFUSED}
     */
    public synchronized long admit(final long nowNs, final int lengthBytes) {
        final long byPackets = packets == null ? nowNs : packets.admit(nowNs, lengthBytes);
        if (byPackets == Cap.REFUSED || bytes == null) {
            return byPackets;
        }
        final long byBytes = bytes.admit(nowNs, lengthBytes);
        return byBytes == Cap.REFUSED ? Cap.REFUSED : Math.max(byPackets, byBytes);
    }

    /** What refused packets are counted under. */
    public DropReason reason() {
        return reason;
    }

    /** From which wait on a packet counts as queued because the cap is short. */
    public long countedWaitNs() {
        return Math.max(bytes == null ? 0 : bytes.countedWaitNs(), packets == null ? 0 : packets.countedWaitNs());
    }

    /** The cap's name in reports. */
    public String label() {
        return label;
    }
}
