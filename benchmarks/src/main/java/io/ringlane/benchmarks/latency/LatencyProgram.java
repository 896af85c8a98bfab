package io.ringlane.benchmarks.latency;

import io.ringlane.benchmarks.support.CoreDistance;
import io.ringlane.benchmarks.support.MachineFacts;
import io.ringlane.cloud.cli.Failures;
import io.ringlane.cloud.report.LatencyPage;
import io.ringlane.cloud.report.LatencyPage.Series;
import io.ringlane.core.text.NearestName;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The latency suite; see {@code scripts/bench --latency --help}. */
@Command(
        name = "bench --latency",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Latency of a 64-byte frame through the plane, from when it was due: p50 to p99.999.",
            "",
            "Two instances and a worker; paths without delay, every cap charged and out of reach. At 0 %% one frame is on its way"
                    + " at a time. Figures of two cores mean something only when near.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 measured, 1 a frame was lost, 2 usage, 4 void: a run did not keep its rate, or two cores were not near."
        })
public final class LatencyProgram implements Callable<Integer> {

    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 99.999};
    private static final int VOID = 4;
    private static final String COMMIT_PROPERTY = "ringlane.bench.commit"; // scripts/bench knows
    private static final long MILLISECOND_NS = 1_000_000L;

    @Option(
            names = "--layout",
            split = ",",
            defaultValue = "one,pair,worker",
            paramLabel = "LAYOUT",
            converter = Layouts.class,
            description =
                    "one: everything on one core; pair: an instance on each of two cores, the worker beside the second;"
                            + " worker: the worker on one core, both instances on the other. Default: ${DEFAULT-VALUE}")
    private List<Layout> layouts;

    @Option(
            names = "--idle",
            split = ",",
            defaultValue = "spin,yield,park",
            paramLabel = "IDLE",
            converter = Idles.class,
            description =
                    "what a thread does that has nothing to do: spins, yields, or sleeps in the end. Default: ${DEFAULT-VALUE}")
    private List<Idle> idles;

    @Option(
            names = "--way",
            split = ",",
            defaultValue = "one_way,round_trip",
            paramLabel = "WAY",
            converter = Ways.class,
            description = "one_way, round_trip, or both. Default: ${DEFAULT-VALUE}")
    private List<Way> ways;

    @Option(
            names = "--load",
            split = ",",
            defaultValue = "0,10,50,90",
            description = "percent of the rate; default ${DEFAULT-VALUE}")
    private List<Integer> percents;

    @Option(
            names = "--pdr",
            paramLabel = "RATE|FILE",
            converter = Given.class,
            description =
                    "the rate that 100 %% stands for, such as 6.1Mpps, or a file that scripts/search --json wrote. Default: the PDR of"
                            + " each layout, idle strategy and way (at most 0.5 %% lost), from a search with the quick goals of"
                            + " scripts/search in shorter trials")
    private FullRate pdr;

    @Option(names = "--seconds", defaultValue = "2", description = "of each measurement; default ${DEFAULT-VALUE}")
    private double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "before each layout, and until its rate is steady; default ${DEFAULT-VALUE}")
    private double warmupSeconds;

    @Option(
            names = "-o",
            paramLabel = "FOLDER",
            defaultValue = "out/latency",
            description = "where latency.html and *.hlog go; default ${DEFAULT-VALUE}")
    private Path folder;

    private final List<Series> series = new ArrayList<>();
    private boolean isVoid;

    static final class Layouts implements ITypeConverter<Layout> {
        @Override
        public Layout convert(final String written) {
            return named(written, Layout.values(), "layouts");
        }
    }

    static final class Idles implements ITypeConverter<Idle> {
        @Override
        public Idle convert(final String written) {
            return named(written, Idle.values(), "idle strategies");
        }
    }

    static final class Ways implements ITypeConverter<Way> {
        @Override
        public Way convert(final String written) {
            return named(written, Way.values(), "ways");
        }
    }

    /** In either case. */
    private static <E extends Enum<E>> E named(final String written, final E[] values, final String noun) {
        for (final E value : values) {
            if (value.name().equalsIgnoreCase(written)) {
                return value;
            }
        }
        throw new TypeConversionException("'" + written + "': "
                + NearestName.advice(
                        written,
                        Arrays.stream(values).map(LatencyProgram::lower).toList(),
                        noun));
    }

    /** Refusals of a value as picocli takes them. */
    static final class Given implements ITypeConverter<FullRate> {
        @Override
        public FullRate convert(final String written) {
            try {
                return FullRate.given(written);
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private enum Way {
        ONE_WAY("one way"),
        ROUND_TRIP("round trip");

        private final String label;

        Way(final String label) {
            this.label = label;
        }
    }

    /** Runs it. */
    public static void main(final String[] args) {
        System.exit(command().execute(args));
    }

    static CommandLine command() {
        return new CommandLine(new LatencyProgram())
                .setParameterExceptionHandler(new Failures("bench --latency", false))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    System.err.println("latency: " + e.getMessage());
                    return e instanceof IllegalStateException ? 1 : 2;
                });
    }

    @Override
    public Integer call() throws IOException {
        check();
        final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Files.createDirectories(folder);
        System.out.printf(Locale.ROOT, "%-34s", "ns");
        for (final double percentile : PERCENTILES) {
            System.out.printf(Locale.ROOT, " %9s", "p" + LatencyPage.name(percentile));
        }
        System.out.printf(Locale.ROOT, " %9s %10s%n", "max", "frames");
        final CoreDistance before = CoreDistance.measure();
        for (final Layout layout : layouts) {
            for (final Idle idle : idles) {
                for (final Way way : ways) {
                    measure(layout, idle, way);
                }
            }
        }
        final MachineFacts machine = MachineFacts.here();
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Machine", machine.hardware());
        facts.put("System", machine.system());
        facts.put("JDK", machine.jdk());
        facts.put(
                "JVM flags",
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> !flag.startsWith("-D" + COMMIT_PROPERTY))
                        .collect(Collectors.joining(" ")));
        facts.put("Commit", System.getProperty(COMMIT_PROPERTY, "unknown"));
        facts.put("Started", started.toString());
        facts.put("Cores before", before.toString());
        facts.put("Cores after", CoreDistance.measure().toString());
        facts.put("Each measurement", seconds + " s");
        facts.put("100 % stands for", pdr != null ? "the rate given" : "the PDR, searched for each plot");
        LatencyPage.write(
                folder.resolve("latency.html"),
                "Latency through the data plane",
                "64-byte frames, from when each was due to when the burst it came in was taken from the ring."
                        + " At 0 % one frame is on its way at a time. A dash: too few frames for that percentile.",
                facts,
                series);
        System.out.println("plots and HdrHistogram logs in " + folder);
        return isVoid ? VOID : 0;
    }

    private void check() {
        for (final int percent : percents) {
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException("--load " + percent + ": takes 0 to 100 percent");
            }
        }
        if (!(seconds > 0) || !(warmupSeconds >= 0)) {
            throw new IllegalArgumentException("--seconds takes more than 0, --warmup 0 or more");
        }
    }

    private void measure(final Layout layout, final Idle idle, final Way way) throws IOException {
        final String group = lower(layout) + ", " + lower(idle) + ", " + way.label;
        try (LatencyRun run = new LatencyRun(layout, idle, way == Way.ROUND_TRIP)) {
            final FullRate full = warmUp(run, layout);
            System.out.printf(Locale.ROOT, "%s; 100 %% is %s%n", group, full);
            for (final int percent : percents) {
                final CoreDistance before = layout.threads() > 1 ? CoreDistance.measure() : null;
                final LatencyRun.Outcome outcome = percent == 0
                        ? run.ping(ns(seconds))
                        : run.load(full.framesPerSecond() * percent / 100, ns(seconds));
                final String load = percent + " % of " + full;
                report(group, percent, load, outcome, remark(layout, before, outcome));
            }
        }
    }

    /** Compiles what will run, until it is steady, and finds the full rate. */
    private FullRate warmUp(final LatencyRun run, final Layout layout) {
        final long partNs = Math.max(MILLISECOND_NS, ns(warmupSeconds) / 2);
        run.ping(partNs);
        final double saturated = run.becomeSteady(partNs);
        return pdr != null ? pdr : FullRate.search(run, layout.threads() == 1, saturated);
    }

    private static String remark(final Layout layout, final CoreDistance before, final LatencyRun.Outcome outcome) {
        if (!outcome.keptRate()) {
            return String.format(Locale.ROOT, "void: took %.2f times as long as planned", outcome.stretch());
        }
        if (layout.threads() == 1) {
            return null;
        }
        final CoreDistance after = CoreDistance.measure();
        return before.isNear() && after.isNear() ? null : "void: cores not near, " + before + ", then " + after;
    }

    /** @param name of the load */
    private void report(
            final String group,
            final int percent,
            final String name,
            final LatencyRun.Outcome outcome,
            final String remark)
            throws IOException {
        final Histogram latency = outcome.latencyNs();
        final String log = (group + "-" + percent).replaceAll("[^a-z0-9]+", "-") + ".hlog";
        write(folder.resolve(log), group + " at " + name, latency);
        series.add(new Series(group, name, latency, log, remark));
        isVoid |= remark != null;
        System.out.printf(Locale.ROOT, "  %-32s", name);
        for (final double percentile : PERCENTILES) {
            System.out.printf(
                    Locale.ROOT,
                    " %9s",
                    LatencyPage.isSeen(percentile, latency) ? latency.getValueAtPercentile(percentile) : "-");
        }
        System.out.printf(
                Locale.ROOT,
                " %9d %10d%s%n",
                latency.getMaxValue(),
                latency.getTotalCount(),
                remark == null ? "" : "  " + remark);
    }

    private void write(final Path file, final String comment, final Histogram latency) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            final HistogramLogWriter log = new HistogramLogWriter(out);
            log.outputComment("[" + comment + ", nanoseconds]");
            log.outputLogFormatVersion();
            log.outputStartTime(System.currentTimeMillis() - (long) (1e3 * seconds));
            log.outputLegend();
            log.outputIntervalHistogram(0.0, seconds, latency);
            if (out.checkError()) {
                throw new IOException(file + ": cannot be written");
            }
        }
    }

    private static long ns(final double seconds) {
        return (long) (seconds * 1e9);
    }

    private static String lower(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
