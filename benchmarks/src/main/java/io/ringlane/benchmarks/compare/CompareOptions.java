package io.ringlane.benchmarks.compare;

import io.ringlane.benchmarks.compare.jmh.ForkScore;
import io.ringlane.benchmarks.compare.jmh.JmhOptions;
import io.ringlane.benchmarks.compare.jmh.Pinning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What the user may say, checked as far as the words alone allow. */
final class CompareOptions {

    private static final int QUICK_FORKS = 6;

    /** Three looks: a benchmark that is undecided after ten forks of a side gets twenty more at most. */
    private static final int MOST_FORKS_A_FORK = 3;

    private static final double QUICK_MARGIN = 0.10;

    /** For our own suites: enough warm-up for the datapath, and many short iterations for the median to choose from. */
    private static final List<String> OWN_ITERATIONS = List.of("-wi", "5", "-w", "300ms", "-i", "15", "-r", "150ms");

    private static final List<String> QUICK_ITERATIONS = List.of("-wi", "4", "-w", "250ms", "-i", "10", "-r", "100ms");

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BASE", description = "A git revision, or a JMH jar.")
    private String base;

    @Parameters(index = "1", paramLabel = "HEAD", description = "What is judged: a git revision, or a JMH jar.")
    private String head;

    @Parameters(
            index = "2..*",
            paramLabel = "-- JMH OPTIONS",
            description = "For every fork, such as -- -wi 5 -i 10 -r 500ms; they win over all defaults.")
    private List<String> jmhOptions = new ArrayList<>();

    @Option(
            names = "--bench",
            paramLabel = "REGEX",
            description =
                    "Benchmarks to compare, as JMH takes them. Default: the datapath at three flow counts, a ring and"
                            + " the timing wheel; for another project's jars, all.")
    private String bench;

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=V[,V]",
            description = "Keep only these values of a parameter; may be repeated.")
    private Map<String, String> params = new LinkedHashMap<>();

    @Option(
            names = "--margin",
            paramLabel = "PERCENT",
            converter = Percent.class,
            description = "Differences up to this do not matter. Default: 3%%, with --quick 10%%.")
    private Double margin;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "JVMs of each side and benchmark at first; even, 6 or more. Default: 10, with --quick 6.")
    private Integer forks;

    @Option(
            names = "--max-forks",
            paramLabel = "N",
            description = "Benchmarks that are undecided after --forks run on, in steps as large, up to so many; even."
                    + " Default: three times --forks, with --quick as many as --forks.")
    private Integer mostForks;

    @Option(
            names = "--quick",
            description = "Two benchmarks, three blocks, short iterations: two or three minutes. Sees what is gross.")
    private boolean isQuick;

    @Option(
            names = "--control",
            paramLabel = "REGEX",
            description = "The benchmark of the A/A control. Default: the first that is compared.")
    private String control;

    @Option(
            names = "--fork-score",
            paramLabel = "WHICH",
            defaultValue = "median",
            description = "A fork's figure from its iterations: ${COMPLETION-CANDIDATES}. Default: median.")
    private ForkScore forkScore;

    @Option(
            names = "--core",
            paramLabel = "N",
            description = "Pin benchmarks of one thread to this core. Default: the highest, where there is taskset.")
    private Integer core;

    @Option(names = "--no-pin", description = "Pin nothing.")
    private boolean isUnpinned;

    @Option(names = "--no-scenarios", description = "Leave the outcomes of scenarios out.")
    private boolean isWithoutScenarios;

    @Option(names = "--accept-outcomes", description = "Outcomes of scenarios may differ: show it, but do not fail.")
    private boolean isOutcomeAccepted;

    @Option(
            names = "--baseline",
            paramLabel = "VERDICT.JSON",
            description =
                    "Set HEAD's figures beside an earlier verdict's. Refused where the rulers say that it was taken on"
                            + " another machine; never part of the verdict.")
    private Path baseline;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "For verdict.json, verdict.md and verdict.html. Default: out/compare.")
    private Path out = Path.of("out", "compare");

    @Option(
            names = "--repository",
            paramLabel = "FOLDER",
            description = "Whose revisions BASE and HEAD are. Default: this one.")
    private Path repository = Path.of(System.getProperty("compare.root", "."));

    @Option(
            names = "--build",
            paramLabel = "COMMAND",
            description = "Builds a revision, in the root of its worktree.",
            defaultValue = "mvn -q -B -Dmaven.test.skip=true -pl benchmarks -am package")
    private String build;

    @Option(
            names = "--jar",
            paramLabel = "GLOB",
            description = "The JMH jar that the build leaves; its lib/ comes along. Default: ${DEFAULT-VALUE}",
            defaultValue = "benchmarks/target/ringlane-benchmarks-*.jar")
    private String jar;

    @Option(
            names = "--fork-limit",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "A fork that takes longer is dead. Default: ${DEFAULT-VALUE}.")
    private int forkLimitSeconds;

    @Option(names = "--quiet", description = "No progress; errors and the verdict only.")
    private boolean isQuiet;

    /** A share from {@code 3%}; a bare number could be either and is refused. */
    static final class Percent implements ITypeConverter<Double> {
        @Override
        public Double convert(final String written) {
            final String text = written.strip();
            if (!text.endsWith("%")) {
                throw new TypeConversionException("'" + written + "' has no %: write 3% for three parts of a hundred");
            }
            final double percent;
            try {
                percent = Double.parseDouble(text.substring(0, text.length() - 1));
            } catch (final NumberFormatException e) {
                throw new TypeConversionException("'" + written + "' is no percentage, write it as 3%");
            }
            if (percent == 0) {
                throw new TypeConversionException(
                        "at a margin of 0% no two programs are equivalent, since noise alone differs; the least that"
                                + " makes sense is what forks of one program differ by, such as 1%");
            }
            if (!(percent > 0 && percent < 100)) {
                throw new TypeConversionException("'" + written + "' is not above 0% and below 100%");
            }
            return percent / 100;
        }
    }

    /** What picocli cannot check. */
    void check() {
        if (forks() < 6 || forks() % 2 != 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--forks " + forks() + ": takes an even number of 6 or more, two a block in three blocks at least");
        }
        if (mostForks != null && (mostForks < forks() || mostForks % 2 != 0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--max-forks " + mostForks + ": takes an even number, no less than --forks, which is " + forks());
        }
        if (core != null && isUnpinned) {
            throw new ParameterException(spec.commandLine(), "--core and --no-pin: take one of them");
        }
        if (core != null && Pinning.refusal(core) != null) {
            throw new ParameterException(spec.commandLine(), "--core " + core + ": " + Pinning.refusal(core));
        }
        final String reserved = JmhOptions.reserved(jmhOptions);
        if (reserved != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    reserved + " is not for JMH here: a comparison runs its forks and reads their results itself"
                            + (reserved.equals("-f") ? "; --forks says how many" : ""));
        }
        if (forkLimitSeconds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--fork-limit " + forkLimitSeconds + ": takes 1 or more seconds");
        }
    }

    String base() {
        return base;
    }

    String head() {
        return head;
    }

    double margin() {
        return margin != null ? margin : isQuick ? QUICK_MARGIN : 0.03;
    }

    int forks() {
        return forks != null ? forks : isQuick ? QUICK_FORKS : 10;
    }

    int mostForks() {
        return mostForks != null ? mostForks : isQuick ? forks() : MOST_FORKS_A_FORK * forks();
    }

    /** Names of parameters that the user gave values for. */
    Set<String> params() {
        return params.keySet();
    }

    String control() {
        return control;
    }

    ForkScore forkScore() {
        return forkScore;
    }

    Pinning pinning() {
        if (isUnpinned) {
            return new Pinning(Pinning.NONE);
        }
        return core != null ? new Pinning(core) : Pinning.automatic();
    }

    boolean isWithoutScenarios() {
        return isWithoutScenarios;
    }

    boolean isOutcomeAccepted() {
        return isOutcomeAccepted;
    }

    Path baseline() {
        return baseline;
    }

    Path out() {
        return out.toAbsolutePath().normalize();
    }

    Path repository() {
        return repository.toAbsolutePath().normalize();
    }

    String build() {
        return build;
    }

    String jar() {
        return jar;
    }

    int forkLimitSeconds() {
        return forkLimitSeconds;
    }

    boolean isQuiet() {
        return isQuiet;
    }

    /**
     * JMH's options for every fork.
     *
     * @param isOwn whether both jars are Ringlane's, whose iterations are known to need so much and no more
     */
    List<String> forkOptions(final boolean isOwn) {
        return JmhOptions.overlaid(isQuick ? QUICK_ITERATIONS : isOwn ? OWN_ITERATIONS : List.of(), jmhOptions);
    }

    /** What to compare. */
    BenchmarkSet benchmarks(final boolean isOwn) {
        final Map<String, List<String>> only = new LinkedHashMap<>();
        params.forEach((name, values) -> only.put(name, List.of(values.split(","))));
        if (bench == null && isOwn) {
            final BenchmarkSet chosen = isQuick ? BenchmarkSet.QUICK : BenchmarkSet.DEFAULT;
            return only.isEmpty() ? chosen : chosen.with(only);
        }
        return new BenchmarkSet(List.of(new BenchmarkSet.Entry(bench == null ? ".*" : bench, only)));
    }

    /** How forks were run, for the reports. */
    String method(final boolean isOwn) {
        final List<String> options = forkOptions(isOwn);
        return String.format(
                Locale.ROOT,
                "ABBA and BAAB blocks, a fork's figure is the %s of its iterations, %s, %s",
                forkScore.name().toLowerCase(Locale.ROOT),
                pinning().description(),
                options.isEmpty() ? "the benchmarks' own iterations" : "JMH options " + String.join(" ", options));
    }
}
