package io.ringlane.cloud.cli;

import io.ringlane.cloud.plan.FlowExplanation;
import io.ringlane.cloud.plan.FlowQuestion;
import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.plan.PlanException;
import io.ringlane.cloud.report.ExplainText;
import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLint;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.rate.Quantity;
import io.ringlane.core.rate.UnitException;
import io.ringlane.core.text.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Explains one flow's way, or one instance's place. */
@Command(
        name = "explain",
        description = {
            "Explains the way from one end to another, and what binds or refuses it.",
            "It is the way before any event: each decision, which cap binds, what would lift it; or which",
            "rule refuses it, and what would let it through.",
            "Ends are instances; in a network also interfaces, Elastic IPs, addresses, VPNs, internet.",
            "With one instance: why it is on its host, and on none of the others."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:packets go through, whatever becomes of the answers; or an instance was explained",
            "1:packets are refused",
            "2:a mistake in the command or in its input"
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlane explain my.yaml a b",
            "  ringlane explain my.yaml a b --protocol tcp --port 443",
            "  ringlane explain my.yaml internet eip-1 --port 80",
            "  ringlane explain my.yaml office 10.0.1.50",
            "  ringlane explain my.yaml a"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final int LAST_PORT = 65_535;

    /** What a script sees of a way that leads nowhere. */
    private static final int REFUSED = 1;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "A scenario.")
    private Path file;

    @Parameters(index = "1", paramLabel = "FROM", description = "The sending end, or the instance to explain.")
    private String from;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "The receiving end.")
    private String to;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = PortNumber.class,
            description =
                    "Destination port; that of the scenario's first flow between the two when left out, else 5001.")
    private Integer port;

    @Option(
            names = "--frame",
            paramLabel = "SIZE",
            converter = FrameSize.class,
            description =
                    "Length of frames, for instance 64B: short ones may meet a packet allowance first. That of the"
                            + " scenario's first flow between the two when left out, else 1514B.")
    private Integer frameBytes;

    @Option(
            names = "--ip",
            paramLabel = "4|6",
            converter = IpVersion.class,
            description =
                    "IPv4 or IPv6, between names in a network; that of the scenario's first flow between the two when"
                            + " left out, else 4.")
    private Integer ipVersion;

    @Mixin
    private PlanOptions options;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        Scenario scenario = ScenarioLint.check(file).orThrow();
        FlowQuestion question = FlowQuestion.of(
                scenario, from, to == null ? from : to, ipVersion, options.protocolNumber(), port, frameBytes);
        FrameSize.check(question);
        Plan plan = Plan.of(scenario, question.protocol());
        if (to == null) {
            Seat seat = seat(plan, from);
            options.publish(
                    terminal, file, style -> ExplainText.render(plan, seat, style), () -> ExplainText.json(plan, seat));
            return 0;
        }
        FlowExplanation flow = explain(plan, question);
        options.publish(terminal, file, style -> ExplainText.render(flow, style), () -> ExplainText.json(flow));
        return flow.refusal() == null ? 0 : REFUSED;
    }

    private FlowExplanation explain(Plan plan, FlowQuestion question) {
        if (plan.scenario().network() == null && seat(plan, from) == seat(plan, to)) {
            throw new RunException("a flow from '" + from + "' to itself takes no path: name two instances");
        }
        try {
            return FlowExplanation.of(plan, question);
        } catch (PlanException e) {
            throw new RunException(file + ": " + e.getMessage(), e);
        }
    }

    private Seat seat(Plan plan, String name) {
        Seat seat = plan.seat(name);
        if (seat == null) {
            if (to == null && plan.scenario().network() != null) {
                throw new RunException(file + ": '" + name
                        + "' is no instance that is there from the start: name one of "
                        + String.join(", ", plan.instanceNames()) + ", or two ends to explain the way between them");
            }
            boolean isLaunched = plan.scenario().instances().stream()
                    .anyMatch(each -> each.name().equals(name));
            throw new RunException(file + ": "
                    + (isLaunched
                            ? "'" + name + "' is not there before an event launches it"
                            : "unknown instance '" + name + "': "
                                    + NearestName.advice(name, plan.instanceNames(), "instances")));
        }
        return seat;
    }

    static final class IpVersion implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (text.equals("4") || text.equals("6")) {
                return Integer.valueOf(text);
            }
            throw new TypeConversionException("'" + text + "' is no version of IP: write 4 or 6");
        }
    }

    static final class PortNumber implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= LAST_PORT) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // falls through to the same message
            }
            throw new TypeConversionException("'" + text + "' is not a port, 1 to " + LAST_PORT);
        }
    }

    static final class FrameSize implements ITypeConverter<Integer> {

        private static final int LEAST_BYTES = 60;
        private static final int MOST_BYTES = 9_015; // of the widest region, Ethernet header included

        @Override
        public Integer convert(String text) {
            long bytes;
            try {
                bytes = Quantity.SIZE.parse(text);
            } catch (UnitException e) {
                throw new TypeConversionException(e.getMessage());
            }
            if (bytes < LEAST_BYTES) {
                throw new TypeConversionException(
                        "'" + text + "' is too short for a frame: the least is " + LEAST_BYTES + "B, without FCS");
            }
            if (bytes > MOST_BYTES) {
                throw new TypeConversionException("'" + text + "' is too long for a frame: no region carries more than "
                        + MOST_BYTES + "B, Ethernet header included");
            }
            return (int) bytes;
        }

        /** IPv6 and TCP have headers longer than the least frame. */
        static void check(FlowQuestion question) {
            int ip = question.ipVersion() == 6 ? 40 : 20;
            int least = 14 + ip + (question.protocol() == IpProtocol.TCP ? 20 : 8);
            if (question.frameBytes() < least) {
                throw new RunException("--frame: " + question.frameBytes() + "B is too short for its headers over IPv"
                        + question.ipVersion() + ": the least is " + least + "B, without FCS");
            }
        }
    }
}
