package io.ringlane.cloud.plan;

import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.IpProtocol;
import java.util.Optional;

/**
 * What is asked of a flow between two ends. What nobody says is as in the scenario's first flow between the two, so that rules are
 * met as they will be.
 *
 * @param from a name or an address
 * @param to likewise
 * @param ipVersion 4 or 6
 * @param protocol IP protocol number
 * @param sourcePort type of an echo request, of ICMP
 * @param port destination port; code 0 of ICMP
 * @param identifier of an ICMP query; {@link IcmpType#NONE} of what has none
 * @param frameBytes mean frame, layer-2 bytes without FCS
 */
public record FlowQuestion(
        String from, String to, int ipVersion, int protocol, int sourcePort, int port, int identifier, int frameBytes) {

    private static final int SOURCE_PORT = 10_000;
    private static final int FRAME_BYTES = 1514; // as long as those of Ethernet's usual MTU

    /**
     * A question.
     *
     * @param ipVersion null where nobody says
     * @param protocol null where nobody says; {@link IpProtocol#ICMP} stands for that of the version
     * @param port null where nobody says
     * @param frameBytes null where nobody says
     */
    public static FlowQuestion of(
            Scenario scenario,
            String from,
            String to,
            Integer ipVersion,
            Integer protocol,
            Integer port,
            Integer frameBytes) {
        Optional<FlowSpec> flow = scenario.flows().stream()
                .filter(each -> from.equals(each.from()) && to.equals(each.to()))
                .filter(each -> ipVersion == null || ipVersion == each.ipVersion())
                .filter(each -> protocol == null || family(protocol) == family(each.ipProtocol()))
                .findFirst();
        int version = isIpv6Address(from) || isIpv6Address(to)
                ? 6
                : ipVersion != null ? ipVersion : flow.map(FlowSpec::ipVersion).orElse(4);
        int asked = protocol != null ? protocol : flow.map(FlowSpec::ipProtocol).orElse(IpProtocol.UDP);
        boolean isIcmp = family(asked) == IpProtocol.ICMP;
        int number = isIcmp && version == 6 ? IpProtocol.ICMPV6 : family(asked);
        int echo = version == 6 ? IcmpLayout.V6_TYPE_ECHO_REQUEST : IcmpLayout.TYPE_ECHO_REQUEST;
        int sourcePort = flow.map(FlowSpec::sourcePort).orElse(SOURCE_PORT);
        int ofFlow = flow.map(FlowSpec::port).orElse(FlowSpec.FIRST_PORT);
        return new FlowQuestion(
                from,
                to,
                version,
                number,
                isIcmp ? echo : sourcePort,
                isIcmp ? 0 : port == null ? ofFlow : port,
                isIcmp ? sourcePort : IcmpType.NONE,
                frameBytes != null
                        ? frameBytes
                        : flow.map(each -> each.frame().meanBytes()).orElse(FRAME_BYTES));
    }

    /** The question that the first packet of a flow of the scenario asks. */
    static FlowQuestion of(FlowSpec flow) {
        int echo = flow.ipVersion() == 6 ? IcmpLayout.V6_TYPE_ECHO_REQUEST : IcmpLayout.TYPE_ECHO_REQUEST;
        return new FlowQuestion(
                flow.from(),
                flow.to(),
                flow.ipVersion(),
                flow.ipProtocol(),
                flow.isIcmp() ? echo : flow.sourcePort(),
                flow.port(),
                flow.identifier(),
                flow.frame().meanBytes());
    }

    private static boolean isIpv6Address(String end) {
        return end.contains(":"); // no name has one
    }

    /** ICMP and ICMPv6 are one thing to whoever asks. */
    private static int family(int protocol) {
        return protocol == IpProtocol.ICMPV6 ? IpProtocol.ICMP : protocol;
    }
}
