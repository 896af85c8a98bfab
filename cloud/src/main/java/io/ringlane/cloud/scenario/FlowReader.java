package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.FrameMix;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.Scenario.RegionSpec;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.core.rate.Quantity;
import io.ringlane.core.rate.Rate;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads flows. */
final class FlowReader {

    /** Each connection has a source port of its own, from 1024 up. */
    private static final int MOST_CONNECTIONS = SourcePorts.LAST + 1 - SourcePorts.FIRST;

    private static final int LAST_PORT = 65_535;

    private static final List<String> PROTOCOLS = List.of("udp", "tcp", FlowSpec.ICMP);

    private final Problems problems;
    private final RegionSpec region;
    private final Declared declared; // null without a network
    private final NameTable<InstanceSpec> instances;
    private final long durationNs;
    private final NameTable<FlowSpec> flows;
    private final SourcePorts sourcePorts = new SourcePorts();

    /**
     * @param declared the names of the scenario's network, or null if it has none of its own
     * @param durationNs how long the run lasts
     */
    FlowReader(
            Problems problems,
            RegionSpec region,
            Declared declared,
            NameTable<InstanceSpec> instances,
            long durationNs) {
        this.problems = problems;
        this.region = region;
        this.declared = declared;
        this.instances = instances;
        this.durationNs = durationNs;
        this.flows = new NameTable<>(problems);
    }

    /** Names of the flows read so far. */
    Collection<String> names() {
        return flows.names();
    }

    FlowSpec read(YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{name: f, from: a, to: b, frame: 1500B, rate: 5Gbit/s}");
        if (fields == null) {
            return null;
        }
        final String name = fields.name("name", "f");
        final FlowSpec answered = declared == null ? null : answered(fields);
        final String from;
        final String to;
        final String protocol;
        if (declared != null && fields.has("answers")) {
            from = answered == null ? null : answered.to();
            to = answered == null ? null : answered.from();
            protocol = answered == null ? PROTOCOLS.get(0) : answered.protocol();
            refuseBesideAnswers(fields);
        } else {
            final Scalar sender = end(fields, "from", "a", "instances", "interfaces", "vpns");
            final Scalar receiver = end(fields, "to", "b", "instances", "interfaces", "elasticIps", "vpns");
            checkEnds(sender, receiver);
            checkIpVersion(fields, sender, receiver);
            from = text(sender);
            to = text(receiver);
            protocol = fields.choice("protocol", PROTOCOLS, PROTOCOLS.get(0));
        }
        final int ipVersion = answered == null ? readIpVersion(fields) : answered.ipVersion();
        final boolean isIcmp = FlowSpec.ICMP.equals(protocol);
        if (isIcmp && answered == null) {
            refusePorts(fields);
        }
        final FrameMix frame = readFrame(fields, protocol, ipVersion);
        final YamlNode rate = fields.required("rate", "5Gbit/s");
        final boolean isInPackets = rate instanceof Scalar scalar && Rate.inPackets(scalar.text());
        final int connections = isIcmp ? 1 : (int) fields.integer("connections", 1, MOST_CONNECTIONS, 1);
        final int port = isIcmp
                ? 0
                : (int) fields.integer(
                        "port",
                        1,
                        LAST_PORT,
                        FlowSpec.FIRST_PORT + flows.names().size());
        final int sourcePort =
                answered == null ? readSourcePort(fields, protocol, port, connections) : answered.sourcePort();
        final long startNs = readStart(fields);
        final FlowSpec flow = new FlowSpec(
                name,
                from,
                to,
                protocol,
                ipVersion,
                frame,
                isInPackets ? 0 : bitRate(fields, rate),
                isInPackets ? packetRate(fields, rate) : 0,
                answered == null ? connections : answered.connections(),
                port,
                sourcePort,
                answered == null ? null : answered.name(),
                startNs,
                readStop(fields, startNs));
        fields.finish();
        return flows.define(name, fields, flow);
    }

    private int readSourcePort(Fields fields, String protocol, int port, int connections) {
        if (port != 0 && fields.has("sourcePort")) {
            final int last = SourcePorts.LAST + 1 - connections; // that leaves one for each connection
            final int first = (int) fields.integer("sourcePort", 1, last, 1);
            sourcePorts.reserve(protocol, port, first, connections);
            return first;
        }
        final int first = sourcePorts.take(protocol, port, connections);
        if (first < 0) {
            problems.error(
                    fields.mapping(),
                    "the flows to " + protocol + " port " + port
                            + " have more connections together than there are source" + " ports, " + MOST_CONNECTIONS
                            + ": give this one another port");
        }
        return Math.max(first, 1);
    }

    private FlowSpec answered(Fields fields) {
        final Scalar answers = fields.reference("answers", flows.names(), "earlier flow");
        final FlowSpec answered = answers == null ? null : flows.get(answers.text());
        if (answered != null && answered.answers() != null) {
            problems.error(answers, "'" + answers.text() + "' answers a flow itself: name one that does not");
        }
        return answered;
    }

    private void refuseBesideAnswers(Fields fields) {
        for (final String key : List.of("from", "to", "protocol", "ipVersion", "port", "sourcePort", "connections")) {
            if (fields.has(key)) {
                problems.error(
                        fields.node(key),
                        key + " comes with the flow that is answered: leave it out, or leave out answers");
            }
        }
    }

    private Scalar end(Fields fields, String key, String example, String... sections) {
        final Scalar written = fields.text(fields.required(key, example));
        if (declared == null) {
            return fields.reference(written, instances.names(), "instance");
        }
        final List<String> ends = new ArrayList<>(declared.of(sections));
        ends.add(FlowSpec.INTERNET);
        if (key.equals("to") && isAddress(written) && !ends.contains(written.text())) {
            return written;
        }
        return fields.reference(written, ends, "end");
    }

    private static boolean isAddress(Scalar end) {
        return end != null && RuleReader.isAddress(end.text());
    }

    private void checkEnds(Scalar from, Scalar to) {
        if (from == null || to == null) {
            return;
        }
        if (from.text().equals(to.text())) {
            problems.error(to, "the flow goes from '" + from.text() + "' to itself: name two instances");
        } else if (isOutside(from) && isOutside(to)) {
            problems.error(
                    to, "neither '" + from.text() + "' nor '" + to.text() + "' is in the region: name an instance");
        }
    }

    private boolean isOutside(Scalar end) {
        return declared != null
                && (end.text().equals(FlowSpec.INTERNET) || declared.of("vpns").contains(end.text()));
    }

    private static int readIpVersion(Fields fields) {
        return Integer.parseInt(fields.choice("ipVersion", List.of("4", "6"), "4"));
    }

    /** Whether an end has addresses of the family at all; whether its subnet gives it one is seen once the network is made. */
    private void checkIpVersion(Fields fields, Scalar from, Scalar to) {
        if (declared == null
                || !(fields.node("ipVersion") instanceof Scalar version)
                || !version.text().equals("6")) {
            return;
        }
        for (final Scalar end : new Scalar[] {from, to}) {
            if (isAddress(end)) {
                problems.error(version, "'" + end.text() + "' is an IPv4 address: write 4, or leave it out");
            } else if (end != null && declared.of("elasticIps").contains(end.text())) {
                problems.error(
                        version,
                        "the Elastic IP '" + end.text() + "' is an IPv4 address: write 4, or name the instance that has"
                                + " an IPv6 address");
            } else if (end != null && declared.of("vpns").contains(end.text())) {
                problems.error(version, "a VPN to a virtual private gateway carries no IPv6: write 4, or leave it out");
            }
        }
    }

    /** All echo messages between two addresses are one flow to caps and rules. */
    private void refusePorts(Fields fields) {
        for (final String key : List.of("port", "sourcePort", "connections")) {
            if (fields.has(key)) {
                problems.error(
                        fields.node(key),
                        "echo messages have no ports, and between two ends they are one flow: leave " + key
                                + " out, or write protocol: udp");
            }
        }
    }

    private long readStart(Fields fields) {
        final long startNs = fields.quantityOrZero("start", Quantity.DURATION, Limits.MOST_DURATION_NS, 0);
        if (startNs >= durationNs && fields.has("start")) {
            problems.error(
                    fields.node("start"),
                    "the run is over by then, after " + Units.formatNanos(durationNs)
                            + ": start earlier or run longer");
        }
        return startNs;
    }

    private long readStop(Fields fields, long startNs) {
        final long stopNs = fields.quantity("stop", Quantity.DURATION, Limits.MOST_DURATION_NS, FlowSpec.TO_THE_END);
        if (stopNs <= startNs) {
            problems.error(fields.node("stop"), "the flow stops before it starts: stop it later");
        }
        return stopNs;
    }

    private static long bitRate(Fields fields, YamlNode node) {
        return fields.quantity(
                node,
                Quantity.BIT_RATE,
                Limits.MOST_BITS_PER_SECOND,
                0,
                text -> Rate.parse(text).bitsPerSecond());
    }

    private static long packetRate(Fields fields, YamlNode node) {
        return fields.quantity(
                node, Quantity.PACKET_RATE, Limits.MOST_PACKETS_PER_SECOND, 0, Quantity.PACKET_RATE::parse);
    }

    private FrameMix readFrame(Fields fields, String protocol, int ipVersion) {
        final YamlNode node = fields.required("frame", "1500B");
        final FrameMix mix;
        if (node instanceof Scalar scalar && scalar.text().equals(FramePatterns.IMIX)) {
            mix = FramePatterns.imix();
        } else if (node instanceof Scalar scalar
                && scalar.kind() == YamlNode.Kind.TEXT
                && !startsWithDigit(scalar.text())) {
            problems.error(scalar, "'" + scalar.text() + "' is no frame: write imix, or a length such as 1500B");
            return null;
        } else {
            final long length = fields.quantity(node, Quantity.SIZE, Integer.MAX_VALUE, 0, Quantity.SIZE::parse);
            if (length == 0) {
                return null;
            }
            mix = FramePatterns.fixed(((Scalar) node).text(), (int) length);
        }
        checkFrame(node, mix, protocol, ipVersion);
        return mix;
    }

    private static boolean startsWithDigit(String text) {
        return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    private void checkFrame(YamlNode node, FrameMix mix, String protocol, int ipVersion) {
        final int headers =
                FramePatterns.ETHERNET_HEADER_BYTES + (ipVersion == 6 ? 40 : 20) + ("tcp".equals(protocol) ? 20 : 8);
        final int least = Math.max(FramePatterns.LEAST_FRAME_BYTES, headers);
        final int most = region.mtuBytes() + FramePatterns.ETHERNET_HEADER_BYTES;
        for (final int length : mix.lengthsBytes()) {
            final String subject = mix.lengthsBytes().length == 1
                    ? "a frame of " + length + "B"
                    : mix.name() + " has frames of " + length + "B, and that";
            if (length < least) {
                problems.error(
                        node,
                        subject + " is too small for " + protocol + " over IPv" + ipVersion + ": the least is " + least
                                + "B, without FCS");
                return;
            }
            if (length > most) {
                problems.error(
                        node,
                        subject + " is too large for the region's MTU of " + region.mtuBytes() + "B: the most is "
                                + most + "B, Ethernet header included");
                return;
            }
        }
    }

    private static String text(Scalar scalar) {
        return scalar == null ? null : scalar.text();
    }
}
