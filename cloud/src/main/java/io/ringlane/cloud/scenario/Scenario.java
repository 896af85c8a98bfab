package io.ringlane.cloud.scenario;

import io.ringlane.core.packet.IpProtocol;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.path.PathEnd;
import java.util.List;
import java.util.Map;

/**
 * A scenario file, checked and with every unit resolved: times in nanoseconds, rates in bits or packets a second,
 * sizes in bytes. A field that the file may leave out holds its default here.
 *
 * @param name the file's name without its ending, or {@code tour}
 * @param catalogue the instance types there are
 */
public record Scenario(
        String name,
        Catalogue catalogue,
        RegionSpec region,
        List<GroupSpec> groups,
        List<InstanceSpec> instances,
        List<FlowSpec> flows,
        RunSpec run,
        List<ExpectSpec> expect,
        SettingsSpec settings) {

    /** The same scenario, run in another way. */
    public Scenario withRun(RunSpec other) {
        return new Scenario(name, catalogue, region, groups, instances, flows, other, expect, settings);
    }

    /** The same scenario with other items in its lists. */
    Scenario with(
            List<GroupSpec> otherGroups,
            List<InstanceSpec> otherInstances,
            List<FlowSpec> otherFlows,
            List<ExpectSpec> otherExpect) {
        return new Scenario(
                name, catalogue, region, otherGroups, otherInstances, otherFlows, run, otherExpect, settings);
    }

    /**
     * @param mtuBytes largest layer-3 packet of the region, 1500 to 9001
     */
    public record RegionSpec(
            String name, int zones, int dataCentersPerZone, int racksPerDataCenter, int hostsPerRack, int mtuBytes) {}

    /** @param strategy cluster, partition or spread */
    public record GroupSpec(String name, String strategy, int partitions) {}

    /**
     * @param group a placement group's name, or null
     * @param partition the partition of its group asked for, from 1; 0 for any
     * @param zone an availability zone's name such as {@code us-east-1b}, or null for any
     * @param sameHostAs an instance listed earlier whose host this one must share, or null
     * @param enhancedNetworking {@code ena}, {@code 82599}, {@code none} or null for what the type has
     * @param image what it boots from, or null for a present-day image
     * @param enaExpress what of its traffic may use ENA Express
     * @param bandwidthOutBitsPerSecond overrides the type's sustained outbound allowance; 0 keeps the type's
     * @param bandwidthInBitsPerSecond likewise, inbound
     * @param packetsPerSecond overrides the type's packet allowance; 0 keeps the type's
     */
    public record InstanceSpec(
            String name,
            String type,
            String group,
            int partition,
            String zone,
            String sameHostAs,
            String enhancedNetworking,
            Image image,
            EnaExpress enaExpress,
            long bandwidthOutBitsPerSecond,
            long bandwidthInBitsPerSecond,
            long packetsPerSecond) {

        /** This instance, placed, as one end of a path. */
        public PathEnd at(Placement placement) {
            return new PathEnd(placement, enaExpress);
        }
    }

    /**
     * @param protocol {@code udp} or {@code tcp}
     * @param ipVersion 4 or 6
     * @param frame what is sent, see {@link FrameMix}
     * @param rateBitsPerSecond offered layer-2 rate without FCS; 0 when the rate is given in packets
     * @param ratePacketsPerSecond offered packets a second; 0 when the rate is given in bits
     * @param connections how many 5-tuples the rate is spread over, round robin
     */
    public record FlowSpec(
            String name,
            String from,
            String to,
            String protocol,
            int ipVersion,
            FrameMix frame,
            long rateBitsPerSecond,
            long ratePacketsPerSecond,
            int connections) {

        /** The protocol's number. */
        public int ipProtocol() {
            return "tcp".equals(protocol) ? IpProtocol.TCP : IpProtocol.UDP;
        }
    }

    /**
     * A repeating pattern of frame lengths, layer-2 bytes without FCS.
     *
     * @param name as written, for instance {@code imix} or {@code 1500B}
     * @param lengthsBytes the pattern; one entry for a fixed length
     */
    public record FrameMix(String name, int[] lengthsBytes) {}

    /**
     * @param clock {@code virtual} or {@code real}
     * @param workers worker count, 1 or more
     */
    public record RunSpec(String clock, long durationNs, long seed, int workers) {}

    /**
     * One expectation on one flow. Exactly one of the metrics is set; the others are -1.
     *
     * @param withinPpm tolerance in parts per million of the expected value
     * @param windowNs width of the windows in each of which {@code delivered} must hold; 0 for the mean over the run
     * @param lossAtMostPpm largest share of sent packets dropped
     * @param p99AtMostNs largest 99th percentile of latency
     */
    public record ExpectSpec(
            String flow,
            long deliveredBitsPerSecond,
            long withinPpm,
            long windowNs,
            long lossAtMostPpm,
            long p99AtMostNs,
            int line) {}

    /**
     * Values that AWS does not publish, as the user changed them.
     *
     * @param flowHorizonNs how much a flow may queue at its cap before it drops; -1 for the default
     * @param allowanceHorizonNs the same at an instance allowance; -1 for the default
     * @param paths overrides of path profiles by relation name ({@code same-host} to {@code cross-zone}, and
     *     {@code cluster-group} for all pairs inside one), in the order in which they apply; a field of -1 keeps the default
     */
    public record SettingsSpec(long flowHorizonNs, long allowanceHorizonNs, Map<String, PathSpec> paths) {}

    /** One-way delay, its spread, and the path's MTU. */
    public record PathSpec(long delayNs, long jitterNs, int mtuBytes) {}
}
