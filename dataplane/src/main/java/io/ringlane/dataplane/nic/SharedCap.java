package io.ringlane.dataplane.nic;

import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.counter.DropReason;

/**
 * Bytes and packets a second of something in the middle of a network, which ports of several workers pass: both directions
 * together. What is charged is what passes, whoever sends it.
 *
 * <p>Threads: any; a short lock. Workers need not be equally far: one that is late asks for times that another has passed long
 * ago. It may still have what nobody used of the time between. Else it is charged at the latest time that anybody has asked for, and waits
 * for what is charged there, no longer: how far a worker is behind is neither a wait nor a reason to refuse.
 */
public final class SharedCap {

    private final Side bytes; // null for no cap
    private final Side packets;
    private final DropReason reason;
    private final String label;
    private long latestNs; // that anybody has asked for; 0 at the start, which no clock is before

    /** One of the two caps, with what it left unused. */
    private static final class Side {

        private final CapPoint cap;
        private long unusedNs; // since somebody last waited because the cap was short

        Side(final CapPoint cap) {
            this.cap = cap;
        }

        /**
         * How long a packet waits.
         *
         * @param latestNs that anybody asked for before; beyond {@code nowNs} for one who is late
         */
        long waitNs(final long nowNs, final long latestNs, final int lengthBytes) {
            final long atNs = Math.max(nowNs, latestNs);
            if (nowNs < latestNs) {
                final long costNs = cap.costNs(lengthBytes);
                unusedNs = Math.min(unusedNs, latestNs - nowNs); // what is older than that was not missed by being late
                if (costNs <= unusedNs) {
                    unusedNs -= costNs;
                    return 0;
                }
            } else {
                unusedNs += Math.max(0, nowNs - Math.max(cap.nextNs(), latestNs));
            }
            final long departureNs = cap.admit(atNs, lengthBytes);
            if (departureNs == Cap.REFUSED) {
                return Cap.REFUSED;
            }
            final long waitNs = departureNs - atNs;
            if (waitNs > cap.countedWaitNs()) {
                unusedNs = 0; // what is older nobody shall have
            }
            return waitNs;
        }
    }

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
        this.bytes = bitsPerSecond == 0 ? null : new Side(CapPoint.ofBits(bitsPerSecond, 0, horizonNs, reason, label));
        this.packets = packetsPerSecond == 0
                ? null
                : new Side(CapPoint.ofPackets(packetsPerSecond, 0, horizonNs, reason, label));
        this.reason = reason;
        this.label = label;
    }

    /**
     * Lets a packet through as early as both caps allow. One that bytes refuse has been counted as a packet: it was looked at.
     *
     * @param nowNs when the packet is there, by the asking worker's time
     * @param lengthBytes layer 2 without FCS
     * @return when it may depart, {@code nowNs} or later, or {@link Cap#REFUSED}
     */
    public synchronized long admit(final long nowNs, final int lengthBytes) {
        final long before = latestNs;
        latestNs = Math.max(before, nowNs);
        final long byPackets = packets == null ? 0 : packets.waitNs(nowNs, before, lengthBytes);
        if (byPackets == Cap.REFUSED) {
            return Cap.REFUSED;
        }
        final long byBytes = bytes == null ? 0 : bytes.waitNs(nowNs, before, lengthBytes);
        return byBytes == Cap.REFUSED ? Cap.REFUSED : nowNs + Math.max(byPackets, byBytes);
    }

    /** What refused packets are counted under. */
    public DropReason reason() {
        return reason;
    }

    /** From which wait on a packet counts as queued because the cap is short. */
    public long countedWaitNs() {
        return Math.max(
                bytes == null ? 0 : bytes.cap.countedWaitNs(), packets == null ? 0 : packets.cap.countedWaitNs());
    }

    /** The cap's name in reports. */
    public String label() {
        return label;
    }
}
