package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.FrameMix;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.PathProfile;

/**
 * The most a flow can deliver if it had its instances to itself: the lowest of its caps, in layer-2 bits a second
 * without FCS. A type that bursts counts with its peak.
 *
 * @param reason which cap that is, for instance {@code flow (cluster group)}
 */
record FlowCaps(long bitsPerSecond, String reason) {

    static FlowCaps of(
            FlowSpec flow, PathProfile path, InstanceSpec from, Placement sender, InstanceSpec to, Placement receiver) {
        // At most 10^14 bit/s times 64,512 connections, below 2^63.
        FlowCaps caps = new FlowCaps(path.flowCapBitsPerSecond() * flow.connections(), path.flowCapReason());
        caps = caps.orLower(outboundBitsPerSecond(from, sender.type()), "outbound allowance");
        caps = caps.orLower(inboundBitsPerSecond(to, receiver.type()), "inbound allowance");
        caps = caps.orLower(packets(from, sender.type(), flow.frame()), "packet allowance of the sender");
        caps = caps.orLower(packets(to, receiver.type(), flow.frame()), "packet allowance of the receiver");
        caps = caps.orLower(sender.nic().lineRateBitsPerSecond(), "line rate of the sender");
        return caps.orLower(receiver.nic().lineRateBitsPerSecond(), "line rate of the receiver");
    }

    /** How much of this a flow offers; 1 and more reaches the cap. */
    double shareOf(FlowSpec flow) {
        return (double) offeredBitsPerSecond(flow) / bitsPerSecond;
    }

    /** What is offered, in layer-2 bits a second without FCS. */
    static long offeredBitsPerSecond(FlowSpec flow) {
        return flow.rateBitsPerSecond() > 0
                ? flow.rateBitsPerSecond()
                : bits(flow.ratePacketsPerSecond(), flow.frame());
    }

    /** Packets of the mix to bits; 10^11 packets of 72,120 bits stay below 2^63. */
    static long bits(long packets, FrameMix mix) {
        return packets * patternBits(mix) / mix.lengthsBytes().length;
    }

    static long patternBits(FrameMix mix) {
        long bits = 0;
        for (final int length : mix.lengthsBytes()) {
            bits += length * 8L;
        }
        return bits;
    }

    private FlowCaps orLower(long otherBitsPerSecond, String otherReason) {
        return otherBitsPerSecond < bitsPerSecond ? new FlowCaps(otherBitsPerSecond, otherReason) : this;
    }

    private static long packets(InstanceSpec instance, InstanceType type, FrameMix mix) {
        return bits(packetsPerSecond(instance, type), mix);
    }

    /** What an instance may send, its own value or its type's peak. */
    static long outboundBitsPerSecond(InstanceSpec instance, InstanceType type) {
        return ownOr(instance.bandwidthOutBitsPerSecond(), type.peakBitsPerSecond());
    }

    /** What an instance may receive, likewise. */
    static long inboundBitsPerSecond(InstanceSpec instance, InstanceType type) {
        return ownOr(instance.bandwidthInBitsPerSecond(), type.peakBitsPerSecond());
    }

    /** What an instance may send and receive together, in packets. */
    static long packetsPerSecond(InstanceSpec instance, InstanceType type) {
        return ownOr(instance.packetsPerSecond(), type.packetsPerSecond());
    }

    private static long ownOr(long own, long ofType) {
        return own > 0 ? own : ofType;
    }
}
