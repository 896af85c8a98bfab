package io.ringlane.dataplane.nic;

import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.counter.DropReason;
import java.util.ArrayList;
import java.util.List;

/**
 * What the functions of one instance may send and receive together: bandwidth each way, sustained with credits for
 * bursts, packets a second over both directions, and bandwidth each way of what goes through a gateway. One worker owns it,
 * so all its functions sit on one card.
 *
 * <p>The caps are made when a function that has them is first used; any thread.
 */
public final class Allowances {

    /** Nothing is limited. */
    public static final Settings UNLIMITED = new Settings(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final Settings settings;
    private CapPoint[] outbound; // null until somebody uses it
    private CapPoint[] inbound;
    private CapPoint gatewayOut;
    private CapPoint gatewayIn;

    /**
     * @param outBitsPerSecond sustained outbound rate; 0 is unlimited
     * @param outPeakBitsPerSecond outbound rate while credits last; not above sustained means no burst
     * @param inBitsPerSecond sustained inbound rate; 0 is unlimited
     * @param inPeakBitsPerSecond inbound rate while credits last
     * @param creditNs how long a full bucket of credits lasts at the peak rate
     * @param packetsPerSecond over both directions; 0 is unlimited
     * @param packetBurstNs how far the packet allowance may run ahead after idling
     * @param horizonNs how long a packet may queue at an allowance
     * @param gatewayBitsPerSecond each way through a gateway, see {@link io.ringlane.dataplane.pipeline.Crossing}; 0
     *     is unlimited
     */
    public record Settings(
            long outBitsPerSecond,
            long outPeakBitsPerSecond,
            long inBitsPerSecond,
            long inPeakBitsPerSecond,
            long creditNs,
            long packetsPerSecond,
            long packetBurstNs,
            long horizonNs,
            long gatewayBitsPerSecond) {

        /** @throws IllegalArgumentException for a rate that {@link Cap} refuses */
        public Settings {
            for (final long rate : new long[] {
                outBitsPerSecond, outPeakBitsPerSecond, inBitsPerSecond, inPeakBitsPerSecond, gatewayBitsPerSecond
            }) {
                if (rate != 0) {
                    Cap.costOfByte(rate);
                }
            }
            if (packetsPerSecond != 0) {
                Cap.costOfPacket(packetsPerSecond);
            }
        }

        /** The same without a limit of what goes through a gateway. */
        public Settings(
                final long outBitsPerSecond,
                final long outPeakBitsPerSecond,
                final long inBitsPerSecond,
                final long inPeakBitsPerSecond,
                final long creditNs,
                final long packetsPerSecond,
                final long packetBurstNs,
                final long horizonNs) {
            this(
                    outBitsPerSecond,
                    outPeakBitsPerSecond,
                    inBitsPerSecond,
                    inPeakBitsPerSecond,
                    creditNs,
                    packetsPerSecond,
                    packetBurstNs,
                    horizonNs,
                    0);
        }
    }

    /** Allowances that are full. */
    public Allowances(final Settings settings) {
        this.settings = settings;
    }

    private void make() {
        final CapPoint packets = settings.packetsPerSecond == 0
                ? null
                : CapPoint.ofPackets(
                        settings.packetsPerSecond,
                        settings.packetBurstNs,
                        settings.horizonNs,
                        DropReason.PPS_ALLOWANCE_EXCEEDED,
                        "instance packets");
        outbound = points(
                settings.outBitsPerSecond,
                settings.outPeakBitsPerSecond,
                settings,
                DropReason.BW_OUT_ALLOWANCE_EXCEEDED,
                "instance bandwidth out",
                packets,
                true);
        inbound = points(
                settings.inBitsPerSecond,
                settings.inPeakBitsPerSecond,
                settings,
                DropReason.BW_IN_ALLOWANCE_EXCEEDED,
                "instance bandwidth in",
                packets,
                false);
        gatewayOut = gateway("gateway bandwidth out");
        gatewayIn = gateway("gateway bandwidth in");
    }

    private CapPoint gateway(final String label) {
        return settings.gatewayBitsPerSecond == 0
                ? null
                : CapPoint.ofBits(
                        settings.gatewayBitsPerSecond,
                        0,
                        settings.horizonNs,
                        DropReason.GATEWAY_ALLOWANCE_EXCEEDED,
                        label);
    }

    /** Caps in the order an outbound packet passes them. */
    synchronized CapPoint[] outbound() {
        if (outbound == null) {
            make();
        }
        return outbound;
    }

    /** Caps in the order an inbound packet passes them. */
    synchronized CapPoint[] inbound() {
        if (inbound == null) {
            make();
        }
        return inbound;
    }

    /** The cap of what leaves through a gateway, or null. */
    synchronized CapPoint gatewayOut() {
        outbound(); // makes it
        return gatewayOut;
    }

    /** The cap of what comes in through a gateway, or null. */
    synchronized CapPoint gatewayIn() {
        inbound(); // makes it
        return gatewayIn;
    }

    private static CapPoint[] points(
            final long sustained,
            final long peak,
            final Settings settings,
            final DropReason reason,
            final String label,
            final CapPoint packets,
            final boolean packetsLast) {
        final List<CapPoint> points = new ArrayList<>();
        if (!packetsLast && packets != null) {
            points.add(packets);
        }
        if (sustained != 0) {
            final boolean bursts = peak > sustained;
            if (bursts) {
                points.add(CapPoint.ofBits(peak, 0, settings.horizonNs, reason, label + " (peak)"));
            }
            points.add(CapPoint.ofBits(
                    sustained,
                    bursts ? toleranceNs(sustained, peak, settings.creditNs) : 0,
                    settings.horizonNs,
                    reason,
                    label));
        }
        if (packetsLast && packets != null) {
            points.add(packets);
        }
        return points.toArray(new CapPoint[0]);
    }

    /** Credits of {@code (peak - sustained) * credit} bits, as the time the sustained rate takes to earn them. */
    private static long toleranceNs(final long sustained, final long peak, final long creditNs) {
        return Math.multiplyExact((peak - sustained) / 1_000, creditNs / 1_000) / (sustained / 1_000) * 1_000;
    }
}
