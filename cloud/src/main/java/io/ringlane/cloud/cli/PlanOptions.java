package io.ringlane.cloud.cli;

import io.ringlane.cloud.report.OutputFile;
import io.ringlane.cloud.report.Style;
import io.ringlane.core.packet.IpProtocol;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options of the commands that look at a scenario without running it, and where what they say goes. */
final class PlanOptions {

    private static final String STANDARD_OUTPUT = "-";

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON; - is standard output.")
    String json;

    @Option(names = "--quiet", description = "Print nothing but errors and --json -.")
    boolean isQuiet;

    @Option(
            names = "--protocol",
            paramLabel = "tcp|udp|icmp",
            description = "What packets carry, which rules and ENA Express tell apart; udp when left out, or what the"
                    + " scenario's first flow between the two carries.")
    Protocol protocol;

    /** The protocol's number; null if nobody said. */
    Integer protocolNumber() {
        return protocol == null ? null : Integer.valueOf(protocol.number);
    }

    /** What an IP packet carries, as it is typed. */
    enum Protocol {
        tcp(IpProtocol.TCP),
        udp(IpProtocol.UDP),
        icmp(IpProtocol.ICMP);

        final int number;

        Protocol(int number) {
            this.number = number;
        }
    }

    /** Prints text, writes JSON; with {@code --json -} standard output belongs to the JSON and text goes to the other. */
    void publish(Terminal terminal, Path input, Function<Style, String> text, Supplier<String> jsonText)
            throws IOException {
        boolean isJsonOut = STANDARD_OUTPUT.equals(json);
        if (!isQuiet) {
            PrintWriter writer = isJsonOut ? terminal.err() : terminal.out();
            writer.print(text.apply(isJsonOut ? terminal.errStyle() : terminal.outStyle()));
            writer.flush();
        }
        if (isJsonOut) {
            terminal.out().print(jsonText.get());
        } else if (json != null) {
            Path output = Path.of(json);
            Outputs.checkApart(input, output);
            Outputs.checkWritable(output);
            OutputFile.write(output, jsonText.get());
        }
    }
}
