package io.ringlane.cloud.scenario;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.InstanceOrder;
import io.ringlane.cloud.network.InstanceOrder.Eth0;
import io.ringlane.cloud.network.NetworkSpec;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.path.PathEnd;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A scenario file, checked and with every unit resolved: times in nanoseconds, rates in bits or packets a second,
 * sizes in bytes. A field that the file may leave out holds its default here.
 *
 * @param name the file's name without its ending, or {@code tour}
 * @param catalogue the instance types there are
 * @param network VPCs and what is in them, or null where instances are simply connected
 * @param events what happens while traffic runs, in order of time; none without a network
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
        SettingsSpec settings,
        NetworkSpec network,
        List<EventSpec> events) {

    /** A scenario without a network of its own. */
    public Scenario(
            String name,
            Catalogue catalogue,
            RegionSpec region,
            List<GroupSpec> groups,
            List<InstanceSpec> instances,
            List<FlowSpec> flows,
            RunSpec run,
            List<ExpectSpec> expect,
            SettingsSpec settings) {
        this(name, catalogue, region, groups, instances, flows, run, expect, settings, null, List.of());
    }

    /** The same scenario, run in another way. */
    public Scenario withRun(RunSpec other) {
        return new Scenario(
                name, catalogue, region, groups, instances, flows, other, expect, settings, network, events);
    }

    /** The instances as parts of the network. */
    public List<InstanceOrder> networkInstances() {
        return instances.stream()
                .map(each -> new InstanceOrder(
                        each.name(),
                        each.type(),
                        each.image(),
                        each.group(),
                        each.partition(),
                        each.enaExpress(),
                        each.eth0()))
                .toList();
    }

    /** The instances that are there before traffic starts. */
    public List<InstanceSpec> instancesAtStart() {
        return instances.stream().filter(each -> isThereAtStart(each.name())).toList();
    }

    /** Whether an instance, an Elastic IP or a peering is there before traffic starts, and not made by an event. */
    public boolean isThereAtStart(String name) {
        return events.stream().noneMatch(event -> event.launches().contains(name));
    }

    /** The same scenario with other items in its lists. */
    Scenario with(
            List<GroupSpec> otherGroups,
            List<InstanceSpec> otherInstances,
            List<FlowSpec> otherFlows,
            List<ExpectSpec> otherExpect,
            NetworkSpec otherNetwork) {
        return new Scenario(
                name,
                catalogue,
                region,
                otherGroups,
                otherInstances,
                otherFlows,
                run,
                otherExpect,
                settings,
                otherNetwork,
                events);
    }

    /**
     * @param mtuBytes largest layer-3 packet of the region, 1500 to 9001
     */
    public record RegionSpec(
            String name, int zones, int dataCentersPerZone, int racksPerDataCenter, int hostsPerRack, int mtuBytes) {

        /** Names of the availability zones. */
        public List<String> zoneNames() {
            return IntStream.range(0, zones)
                    .mapToObj(zone -> name + (char) ('a' + zone))
                    .toList();
        }
    }

    /** @param strategy cluster, partition or spread */
    public record GroupSpec(String name, String strategy, int partitions) {

        /** What events call being in no group. */
        public static final String NONE = "none";
    }

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
     * @param eth0 its first interface; null without a network
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
            long packetsPerSecond,
            Eth0 eth0) {

        /** An instance of a scenario without a network. */
        public InstanceSpec(
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
            this(
                    name,
                    type,
                    group,
                    partition,
                    zone,
                    sameHostAs,
                    enhancedNetworking,
                    image,
                    enaExpress,
                    bandwidthOutBitsPerSecond,
                    bandwidthInBitsPerSecond,
                    packetsPerSecond,
                    null);
        }

        /** This instance, placed, as one end of a path. */
        public PathEnd at(Placement placement) {
            return new PathEnd(placement, enaExpress);
        }
    }

    /**
     * @param from an instance; in a network also an interface, a VPN or {@link #INTERNET}
     * @param to likewise, or an Elastic IP
     * @param protocol {@code udp}, {@code tcp} or, for echo messages, {@code icmp}
     * @param ipVersion 4 or 6
     * @param frame what is sent, see {@link FrameMix}
     * @param rateBitsPerSecond offered layer-2 rate without FCS; 0 when the rate is given in packets
     * @param ratePacketsPerSecond offered packets a second; 0 when the rate is given in bits
     * @param connections how many 5-tuples the rate is spread over, round robin
     * @param port destination port; unless the file says so {@link #FIRST_PORT} for the first flow, and one more for each; 0
     *     of icmp
     * @param sourcePort source port of the first connection, the identifier of icmp; each further one has the next. No other flow of the protocol and
     *     port has any of them, unless the file says so
     * @param answers the flow whose packets it answers, wherever those arrive; or null
     * @param startNs when it starts, from the run's start
     * @param stopNs when it stops; {@link #TO_THE_END} for never
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
            int connections,
            int port,
            int sourcePort,
            String answers,
            long startNs,
            long stopNs) {

        /** Destination port of the first flow. */
        public static final int FIRST_PORT = 5001;

        /** What flows call everybody outside. */
        public static final String INTERNET = NetworkSpec.INTERNET;

        /** A time that no run reaches. */
        public static final long TO_THE_END = Long.MAX_VALUE;

        /** What it sends are echo messages. */
        public static final String ICMP = "icmp";

        /** The protocol's number. */
        public int ipProtocol() {
            return isIcmp()
                    ? ipVersion == 6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP
                    : "tcp".equals(protocol) ? IpProtocol.TCP : IpProtocol.UDP;
        }

        /** Whether it sends echo messages: requests, or replies if it answers a flow. */
        public boolean isIcmp() {
            return ICMP.equals(protocol);
        }

        /** Of the echo requests that it sends; {@link IcmpType#NONE} of another protocol. */
        public int identifier() {
            return isIcmp() ? sourcePort : IcmpType.NONE;
        }

        /** What decisions tell a connection of it by, from 0, between two addresses. */
        public Flow between(IpAddress source, IpAddress destination, int connection) {
            if (!isIcmp()) {
                return new Flow(source, destination, ipProtocol(), sourcePort + connection, port);
            }
            final int request = ipVersion == 6 ? IcmpLayout.V6_TYPE_ECHO_REQUEST : IcmpLayout.TYPE_ECHO_REQUEST;
            return new Flow(
                    source,
                    destination,
                    ipProtocol(),
                    answers == null ? request : IcmpType.counterpart(ipProtocol(), request),
                    0);
        }
    }

    /**
     * A repeating pattern of frame lengths, layer-2 bytes without FCS.
     *
     * @param name as written, for instance {@code imix} or {@code 1500B}
     * @param lengthsBytes the pattern; one entry for a fixed length
     */
    public record FrameMix(String name, int[] lengthsBytes) {

        /** Mean length, rounded down. */
        public int meanBytes() {
            return (int) (IntStream.of(lengthsBytes).asLongStream().sum() / lengthsBytes.length);
        }
    }

    /**
     * @param clock {@code virtual} or {@code real}
     * @param workers worker count, 1 or more
     */
    public record RunSpec(String clock, long durationNs, long seed, int workers) {}

    /**
     * One expectation: on a flow, on an event, on a flow log, or on what is so whatever packets do. Of a flow's metrics exactly
     * one is set; the others are -1 or null.
     *
     * @param flow null for an expectation on something else
     * @param withinPpm tolerance in parts per million of the expected value
     * @param windowNs width of the windows in each of which {@code delivered} must hold; 0 for the mean over the run
     * @param lossAtMostPpm largest share of sent packets dropped
     * @param p99AtMostNs largest 99th percentile of latency
     * @param dropReason the one reason that packets are dropped for, and some are
     * @param fromNs where the time begins that a flow's expectation is about
     * @param toNs where it ends; 0 for the whole run
     * @param event number of an event, from 1; 0 for none
     * @param error the code that EC2 refuses the event with
     * @param says words of what EC2 says then, or null for any
     * @param flowLog name of a flow log, or null
     * @param isAccepted whether its accepted packets are counted, or the rejected ones
     * @param packets how many there are to be
     * @param claim what is to be so, or null
     */
    public record ExpectSpec(
            String flow,
            long deliveredBitsPerSecond,
            long withinPpm,
            long windowNs,
            long lossAtMostPpm,
            long p99AtMostNs,
            String dropReason,
            long fromNs,
            long toNs,
            int event,
            String error,
            String says,
            String flowLog,
            boolean isAccepted,
            long packets,
            Claim claim,
            int line) {

        /** An expectation on a flow over the whole run. */
        public ExpectSpec(
                String flow,
                long deliveredBitsPerSecond,
                long withinPpm,
                long windowNs,
                long lossAtMostPpm,
                long p99AtMostNs,
                int line) {
            this(flow, deliveredBitsPerSecond, withinPpm, windowNs, lossAtMostPpm, p99AtMostNs, null, 0, 0, line);
        }

        /** An expectation on a flow. */
        public ExpectSpec(
                String flow,
                long deliveredBitsPerSecond,
                long withinPpm,
                long windowNs,
                long lossAtMostPpm,
                long p99AtMostNs,
                String dropReason,
                long fromNs,
                long toNs,
                int line) {
            this(
                    flow,
                    deliveredBitsPerSecond,
                    withinPpm,
                    windowNs,
                    lossAtMostPpm,
                    p99AtMostNs,
                    dropReason,
                    fromNs,
                    toNs,
                    0,
                    null,
                    null,
                    null,
                    false,
                    0,
                    null,
                    line);
        }

        /** An event that is refused. */
        static ExpectSpec ofEvent(int event, String error, String says, int line) {
            return new ExpectSpec(null, -1, -1, 0, -1, -1, null, 0, 0, event, error, says, null, false, 0, null, line);
        }

        /** Packets that a flow log has records of. */
        static ExpectSpec ofFlowLog(String flowLog, boolean isAccepted, long packets, int line) {
            return new ExpectSpec(
                    null, -1, -1, 0, -1, -1, null, 0, 0, 0, null, null, flowLog, isAccepted, packets, null, line);
        }

        /** Something that is to be so. */
        static ExpectSpec ofClaim(Claim claim, int line) {
            return new ExpectSpec(null, -1, -1, 0, -1, -1, null, 0, 0, 0, null, null, null, false, 0, claim, line);
        }

        /** Whether it is about a part of the run. */
        public boolean isTimed() {
            return toNs != 0;
        }
    }

    /**
     * Values that AWS does not publish, as the user changed them.
     *
     * @param flowHorizonNs how much a flow may queue at its cap before it drops; -1 for the default
     * @param allowanceHorizonNs the same at an instance allowance; -1 for the default
     * @param interfacesPerHost how many interfaces of its card, virtual functions, a host can give away; 0 for the default
     * @param paths overrides of path profiles by relation name ({@code same-host} to {@code cross-zone}, and
     *     {@code cluster-group} for all pairs inside one), in the order in which they apply; a field of -1 keeps the default
     */
    public record SettingsSpec(
            long flowHorizonNs, long allowanceHorizonNs, int interfacesPerHost, Map<String, PathSpec> paths) {

        /** Settings that leave hosts as they are. */
        public SettingsSpec(long flowHorizonNs, long allowanceHorizonNs, Map<String, PathSpec> paths) {
            this(flowHorizonNs, allowanceHorizonNs, 0, paths);
        }
    }

    /** One-way delay, its spread, and the path's MTU. */
    public record PathSpec(long delayNs, long jitterNs, int mtuBytes) {}
}
