package io.ringlane.core.stress;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of jcstress in a JVM of its own, and what it printed.
 *
 * @param log the file with everything it printed
 * @param lines the same, line by line
 * @param exitValue 0 when every outcome was allowed
 */
record StressRun(Path log, List<String> lines, int exitValue) {
    /** Ten times what a brief run of a dozen tests takes on two busy cores; the longer presets take hours by design. */
    private static final long BRIEF_LIMIT_MINUTES = 10;

    private static final long LIMIT_MINUTES = 24 * 60;

    /** An outcome that depends on the order of two stores may need the compiler to swap them, so let it shuffle. */
    private static final String SHUFFLE =
            "-XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP";

    private static final Pattern TALLY = Pattern.compile(
            "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

    /**
     * Runs and waits.
     *
     * @param mode {@code brief}, or a preset of jcstress
     * @param tests a regular expression, found anywhere in a test's class name
     * @param folder where the log and the HTML report go
     */
    static StressRun of(final String mode, final String tests, final Path folder)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        final Path log = folder.resolve("jcstress.log");
        final Process process = new ProcessBuilder(command(mode, tests, folder))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        final long limitMinutes = mode.equals("brief") ? BRIEF_LIMIT_MINUTES : LIMIT_MINUTES;
        if (!process.waitFor(limitMinutes, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            fail("jcstress was still running after %d minutes; its log: %s", limitMinutes, log);
        }
        return new StressRun(log, Files.readAllLines(log), process.exitValue());
    }

    private static List<String> command(final String mode, final String tests, final Path folder) {
        final List<String> command = new ArrayList<>();
        Collections.addAll(
                command, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Collections.addAll(command, "-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main");
        Collections.addAll(command, "-t", tests, "-r", folder.toString());
        if (mode.equals("brief")) {
            // Whole-test compilation, one fork a configuration: two seconds each instead of a minute a test.
            Collections.addAll(command, "-m", "quick", "-iters", "3", "-sc", "false", "-jvmArgs", SHUFFLE);
        } else {
            Collections.addAll(command, "-m", mode);
        }
        return command;
    }

    /** Runs planned, one a test and configuration; 0 when nothing ran. */
    int planned() {
        return tally(1);
    }

    /** Runs that saw only allowed outcomes. */
    int passed() {
        return tally(2);
    }

    private int tally(final int group) {
        int last = 0;
        for (final String line : lines) {
            final Matcher matcher = TALLY.matcher(line);
            if (matcher.find()) {
                last = Integer.parseInt(matcher.group(group));
            }
        }
        return last;
    }

    /** What a reader wants of a log of a thousand lines: the first test that failed, with its table of outcomes. */
    String story() {
        int from = 0;
        while (from < lines.size() && !lines.get(from).matches("\\.+ \\[(?!OK).*")) {
            from++;
        }
        from = from == lines.size() ? Math.max(0, from - 30) : from;
        final int to = Math.min(lines.size(), from + 30);
        return "jcstress; the whole log: " + log + System.lineSeparator()
                + String.join(System.lineSeparator(), lines.subList(from, to)) + System.lineSeparator();
    }
}
