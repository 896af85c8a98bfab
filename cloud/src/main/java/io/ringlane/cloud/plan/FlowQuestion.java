package io.ringlane.cloud.plan;

import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.core.packet.IpProtocol;
import java.util.Optional;

/**
 * What is asked of a flow between two ends. What nobody says is as in the scenario's first flow between the two, so that rules are
 * met as they will be.
 *
 * @param from a name or an address
 * @param to likewise
 * @param protocol IP protocol number
 * @param sourcePort type 8 of ICMP, an echo request
 * @param port destination port; code 0 of ICMP
 * @param frameBytes mean frame, layer-2 bytes without FCS
 */
public record FlowQuestion(String from, String to, int protocol, int sourcePort, int port, int frameBytes) {

    private static final int ECHO_REQUEST = 8;
    private static final int SOURCE_PORT = 10_000;
    private static final int FRAME_BYTES = 1514; // as long as those of Ethernet's usual MTU

    /**
     * A question.
     *
     * @param protocol null where nobody says
     * @param port null where nobody says
     * @param frameBytes null where nobody says
     */
    public static FlowQuestion of(
            Scenario scenario, String from, String to, Integer protocol, Integer port, Integer frameBytes) {
        Optional<FlowSpec> flow = scenario.flows().stream()
                .filter(each -> from.equals(each.from()) && to.equals(each.to()))
                .filter(each -> protocol == null || protocol == each.ipProtocol())
                .findFirst();
        int number =
                protocol != null ? protocol : flow.map(FlowSpec::ipProtocol).orElse(IpProtocol.UDP);
        boolean isIcmp = number == IpProtocol.ICMP;
        int ofFlow = flow.map(FlowSpec::port).orElse(FlowSpec.FIRST_PORT);
        return new FlowQuestion(
                from,
                to,
                number,
                isIcmp ? ECHO_REQUEST : flow.map(FlowSpec::sourcePort).orElse(SOURCE_PORT),
                isIcmp ? 0 : port == null ? ofFlow : port,
                frameBytes != null
                        ? frameBytes
                        : flow.map(each -> each.frame().meanBytes()).orElse(FRAME_BYTES));
    }
}
