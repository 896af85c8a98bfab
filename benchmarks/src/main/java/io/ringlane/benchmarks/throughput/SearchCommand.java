package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.generator.Placement;
import io.ringlane.benchmarks.search.SearchListener;
import io.ringlane.benchmarks.search.SearchSettings;
import io.ringlane.cloud.cli.Failures;
import io.ringlane.cloud.cli.Terminal;
import io.ringlane.cloud.report.OutputFile;
import io.ringlane.core.rate.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command behind {@code scripts/search}. */
@Command(
        name = "search",
        description = "Searches the datapath's throughput: NDR (no loss), PDR (at most 0.5 %% lost) and MRR (what comes"
                + " through at the maximum load), in real time.",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:found",
            "1:a check of its own failed: frames vanished, or counters disagree",
            "2:a mistake in the command",
            "3:inconclusive: a bound was not proven in the time given, or the system changed after it was",
            "4:void: the load generator did not keep its schedule",
            "70:a fault in the program itself"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  scripts/search                                       64, 1518 and imix, under ten minutes",
            "  scripts/search --quick --frames 64 --modes io,forward   a rough look",
            "  scripts/search --threads 2 --report out/search       with a page to open"
        })
public final class SearchCommand implements Callable<Integer> {

    private static final int CHECK_FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean isHelp;

    @Option(
            names = "--frames",
            split = ",",
            paramLabel = "SET",
            converter = Frames.class,
            description = "Frame sets: bytes without FCS, or imix (28x64, 16x570, 4x1518); 64,1518,imix by default.")
    private List<FrameSet> frames = List.of(FrameSet.of(64), FrameSet.of(1518), FrameSet.named("imix"));

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "MODE",
            converter = Modes.class,
            description = "What lies between sender and receiver: io, macswap, 5tswap, forward, forward+nat,"
                    + " forward+securityGroups, forward+flowLog; forward by default.")
    private List<Mode> modes = List.of(Mode.FORWARD);

    @Option(names = "--flows", paramLabel = "N", description = "Flows that packets are drawn from; 1024 by default.")
    private int flows = 1024;

    @Option(
            names = "--threads",
            paramLabel = "1|2",
            converter = Threads.class,
            description = "Sender, worker and receiver on one thread, the default, or the worker on one of its own.")
    private Placement placement = Placement.ONE_THREAD;

    @Option(
            names = "--max-load",
            paramLabel = "RATE",
            converter = PacketRate.class,
            description = "The highest load, for instance 40Mpps; 100Mpps by default.")
    private long maxLoad = 100_000_000;

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            converter = Nanos.class,
            description = "How long one search may take, for instance 3m; 190s by default.")
    private long limitNs = SearchPlan.LIMIT_NS;

    @Option(
            names = "--quick",
            description = "Trials of 100 ms instead of 1 s, seven a load instead of 21, bounds within 2 %%: a look, no"
                    + " figures to quote.")
    private boolean isQuick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result and every trial as JSON.")
    private Path json;

    @Option(names = "--report", paramLabel = "DIR", description = "Write report.html and result.json into DIR.")
    private Path report;

    @Option(names = "--quiet", description = "Print no progress and no table.")
    private boolean isQuiet;

    private final Terminal terminal;

    SearchCommand(final Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs it and exits with its code. */
    public static void main(final String[] args) {
        System.exit(execute(args, Terminal.ofProcess(System.getenv()), System.getenv()));
    }

    /** As {@link #main} without the exit, with the streams given. */
    static int execute(final String[] args, final Terminal terminal, final Map<String, String> environment) {
        final Failures failures = new Failures(
                "search", !environment.getOrDefault("RINGLANE_DEBUG", "").isEmpty());
        final int exitCode = new CommandLine(new SearchCommand(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.outStyle().colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return exitCode;
    }

    @Override
    public Integer call() throws IOException {
        final SearchPlan plan = plan();
        if (report != null) {
            Files.createDirectories(report);
        }
        if (json != null) {
            OutputFile.write(json, ""); // finds out now, not in ten minutes, that it cannot
        }
        final ThroughputResult result;
        try {
            result = search(plan);
        } catch (final IllegalStateException e) {
            terminal.err().println("search: its own check failed: " + e.getMessage());
            return CHECK_FAILED;
        }
        publish(result);
        return result.worth().exitCode();
    }

    private SearchPlan plan() {
        try {
            return new SearchPlan(
                    modes,
                    frames,
                    FlowSet.uniform(flows),
                    placement,
                    isQuick ? SearchPlan.quickGoals() : SearchPlan.standardGoals(),
                    new SearchSettings(SearchPlan.MIN_LOAD, maxLoad, limitNs));
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ThroughputResult search(final SearchPlan plan) {
        final List<SearchProgress> shown = new ArrayList<>();
        try {
            return new ThroughputRun(plan, (mode, set) -> listener(mode, set, shown)).run();
        } finally {
            shown.forEach(SearchProgress::end);
        }
    }

    private SearchListener listener(final Mode mode, final FrameSet set, final List<SearchProgress> shown) {
        if (isQuiet) {
            return (trial, results) -> {};
        }
        final SearchProgress progress = new SearchProgress(
                mode + ", " + set, terminal.err(), terminal.errStyle(), terminal.isErrLive(), System::nanoTime);
        shown.add(progress);
        return progress;
    }

    private void publish(final ThroughputResult result) throws IOException {
        if (!isQuiet) {
            terminal.out().print(new ThroughputTable(terminal.outStyle()).render(result));
            terminal.out().flush();
        }
        if (json != null) {
            OutputFile.write(json, ThroughputJson.render(result));
        }
        if (report != null) {
            OutputFile.write(report.resolve("result.json"), ThroughputJson.render(result));
            OutputFile.write(report.resolve("report.html"), new ThroughputPage(result).render());
            if (!isQuiet) {
                terminal.err().println("search: the report is in " + report.resolve("report.html"));
            }
        }
    }

    // ---------------------------------------------------------------- option values

    static final class Frames implements ITypeConverter<FrameSet> {
        @Override
        public FrameSet convert(final String text) {
            return asked(() -> FrameSet.named(text));
        }
    }

    static final class Modes implements ITypeConverter<Mode> {
        @Override
        public Mode convert(final String text) {
            return asked(() -> Mode.named(text));
        }
    }

    static final class Threads implements ITypeConverter<Placement> {
        @Override
        public Placement convert(final String text) {
            return switch (text) {
                case "1" -> Placement.ONE_THREAD;
                case "2" -> Placement.TWO_THREADS;
                default -> throw new TypeConversionException("'" + text + "' threads: write 1 or 2");
            };
        }
    }

    static final class PacketRate implements ITypeConverter<Long> {
        @Override
        public Long convert(final String text) {
            return asked(() -> Units.parsePacketsPerSecond(text));
        }
    }

    static final class Nanos implements ITypeConverter<Long> {
        @Override
        public Long convert(final String text) {
            return asked(() -> Units.parseNanos(text));
        }
    }

    /** Refusals of a value as picocli takes them. */
    private static <T> T asked(final Supplier<T> value) {
        try {
            return value.get();
        } catch (final IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
