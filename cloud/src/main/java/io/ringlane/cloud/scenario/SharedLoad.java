package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.HashMap;
import java.util.Map;

/** What all flows together offer to each instance's allowances, which may bind where no single flow reaches a cap. */
final class SharedLoad {

    private final Map<String, Load> byInstance = new HashMap<>();

    /** Sums of rates; doubles, since a thousand of the largest rates pass 2^63 and nobody minds the last bit. */
    private static final class Load {
        private double outBitsPerSecond;
        private double inBitsPerSecond;
        private double packetsPerSecond;
    }

    void add(FlowSpec flow) {
        final double bits = FlowCaps.offeredBitsPerSecond(flow);
        final double packets = bits * flow.frame().lengthsBytes().length / FlowCaps.patternBits(flow.frame());
        final Load sender = byInstance.computeIfAbsent(flow.from(), name -> new Load());
        sender.outBitsPerSecond += bits;
        sender.packetsPerSecond += packets;
        final Load receiver = byInstance.computeIfAbsent(flow.to(), name -> new Load());
        receiver.inBitsPerSecond += bits;
        receiver.packetsPerSecond += packets;
    }

    /** Whether it is at least one of the instance's allowances; a type that bursts counts with its peak. */
    boolean reachesAllowance(InstanceSpec instance, InstanceType type) {
        final Load load = byInstance.getOrDefault(instance.name(), new Load());
        return load.outBitsPerSecond >= FlowCaps.outboundBitsPerSecond(instance, type)
                || load.inBitsPerSecond >= FlowCaps.inboundBitsPerSecond(instance, type)
                || load.packetsPerSecond >= FlowCaps.packetsPerSecond(instance, type);
    }
}
