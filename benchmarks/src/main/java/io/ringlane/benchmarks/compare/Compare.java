package io.ringlane.benchmarks.compare;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code scripts/compare}. */
@Command(
        name = "scripts/compare",
        sortOptions = false,
        usageHelpAutoWidth = true,
        mixinStandardHelpOptions = true,
        description =
                "Is HEAD slower than BASE? Runs the benchmarks of both in turn, JVM by JVM, and says so only if it is"
                        + " sure. Writes verdict.json, verdict.md and verdict.html.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is slower by more than the margin",
            "1:a benchmark is slower, allocates more, or a scenario has another outcome",
            "2:a mistake in the command, or something that does not build",
            "3:inconclusive: too noisy or too few forks for the margin",
            "4:void: identical code differed by more than the margin"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  scripts/compare main HEAD                                     what a pull request would do",
            "  scripts/compare HEAD~1 HEAD --quick                           two or three minutes, for what is gross",
            "  scripts/compare main HEAD --bench FullDatapath -p flows=1024 -p protocol=udp -p frameBytes=64",
            "  scripts/compare old-benchmarks.jar new-benchmarks.jar         any two JMH jars",
            "  scripts/compare v1 v2 --repository ../other --build 'mvn -q package' --jar 'target/benchmarks.jar'"
        })
public final class Compare implements Callable<Integer> {

    private static final int USAGE = 2;

    @Mixin
    private CompareOptions options;

    private Compare() {}

    /** Compares, and exits with the verdict's code. */
    public static void main(final String[] args) {
        final CommandLine command = new CommandLine(new Compare())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((e, written) -> {
                    e.getCommandLine().getErr().println("compare: " + e.getMessage() + "; see scripts/compare --help");
                    return USAGE;
                })
                .setExecutionExceptionHandler((e, failed, parsed) -> {
                    if (e instanceof CommandLine.ParameterException usage) {
                        throw usage;
                    }
                    if (!(e instanceof IOException)) {
                        throw e;
                    }
                    failed.getErr().println("compare: " + e.getMessage());
                    return USAGE;
                });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        try (Progress progress =
                new Progress(System.err, Boolean.getBoolean("compare.terminal"), options.isQuiet(), System::nanoTime)) {
            return new Comparison(options, progress).run();
        }
    }
}
