package io.ringlane.cloud.cli;

import io.ringlane.core.rate.UnitException;
import io.ringlane.core.rate.Units;
import io.ringlane.core.text.NearestName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that moves packets. One that was not given is null, so that the file's value stands. */
final class RunOptions {

    @Option(
            names = "--clock",
            paramLabel = "virtual|real",
            converter = ClockName.class,
            description = "Simulated time, exact and repeatable, or the machine's.")
    String clock;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Nanos.class,
            description = "How long traffic is offered, for instance 500ms.")
    Long durationNs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = WholeNumber.class,
            description = "Where every random choice comes from.")
    Long seed;

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = WorkerCount.class,
            description = "Workers that forward packets, 1 to 64; with --clock real a thread each.")
    Integer workers;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON; - is standard output.")
    String json;

    @Option(
            names = "--report",
            paramLabel = "DIR|PAGE.html",
            description =
                    "Write report.html, result.json and a latency log a flow into DIR; or the page as PAGE.html, and"
                            + " the others beside it.")
    Path report;

    @Option(names = "--all", description = "Show every flow, not only the 20 largest and what they all amount to.")
    boolean isAll;

    @Option(names = "--quiet", description = "Print nothing but errors, missed expectations and --json -.")
    boolean isQuiet;

    static final class ClockName implements ITypeConverter<String> {
        private static final List<String> CLOCKS = List.of("virtual", "real");

        @Override
        public String convert(String text) {
            if (CLOCKS.contains(text)) {
                return text;
            }
            Optional<String> nearest = NearestName.of(text, CLOCKS);
            throw new TypeConversionException("'" + text + "' is no clock"
                    + nearest.map(near -> " (did you mean '" + near + "'?)").orElse(": write virtual or real"));
        }
    }

    static final class Nanos implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Units.parseNanos(text);
            } catch (UnitException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class WholeNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a whole number");
            }
        }
    }

    static final class WorkerCount implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int workers = Integer.parseInt(text);
                if (workers >= 1 && workers <= 64) {
                    return workers;
                }
            } catch (NumberFormatException e) {
                // falls through to the same message
            }
            throw new TypeConversionException("'" + text + "' is not a number of workers, 1 to 64");
        }
    }
}
