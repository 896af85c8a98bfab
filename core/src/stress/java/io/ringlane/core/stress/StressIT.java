package io.ringlane.core.stress;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.Test;

/**
 * Runs jcstress over every stress test of this module and fails on a forbidden outcome, on a test that could not run,
 * and when nothing ran at all.
 * <p>
 * Set by system properties: {@code stress.mode} ({@code brief}, or a preset of jcstress), {@code stress.tests} (a
 * regular expression over class names) and {@code stress.folder} (where the log and the HTML report go).
 */
class StressIT {

    private static final String MODE = System.getProperty("stress.mode", "brief");
    private static final String TESTS = System.getProperty("stress.tests", ".*");
    private static final Path FOLDER =
            Path.of(System.getProperty("stress.folder", "target/jcstress")).toAbsolutePath();

    /** Ten times what a brief run of a dozen tests takes on two busy cores; the longer presets take hours by design. */
    private static final long LIMIT_MINUTES = MODE.equals("brief") ? 10 : 24 * 60;

    /** An outcome that depends on the order of two stores may need the compiler to swap them, so let it shuffle. */
    private static final String SHUFFLE =
            "-XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP";

    private static final Pattern TALLY = Pattern.compile(
            "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

    @Test
    void shouldSeeNoForbiddenOutcome() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        final Path log = FOLDER.resolve("jcstress.log");

        final Process process = new ProcessBuilder(command())
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            fail("jcstress was still running after %d minutes; its log: %s", LIMIT_MINUTES, log);
        }

        final List<String> lines = Files.readAllLines(log);
        assertThat(process.exitValue()).as(() -> story(lines, log)).isZero();
        final Matcher tally = lastTally(lines);
        assertThat(tally).as("a tally of results in %s", log).isNotNull();
        final int planned = Integer.parseInt(tally.group(1));
        assertThat(planned).as("stress tests matching %s", TESTS).isPositive();
        assertThat(Integer.parseInt(tally.group(2))).as(() -> story(lines, log)).isEqualTo(planned);
        System.out.printf(
                "jcstress (%s): %d runs, all passed; report: %s%n", MODE, planned, FOLDER.resolve("index.html"));
    }

    private static List<String> command() {
        final List<String> command = new ArrayList<>();
        Collections.addAll(
                command, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Collections.addAll(command, "-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main");
        Collections.addAll(command, "-t", TESTS, "-r", FOLDER.toString());
        if (MODE.equals("brief")) {
            // Whole-test compilation, one fork a configuration: two seconds each instead of a minute a test.
            Collections.addAll(command, "-m", "quick", "-sc", "false", "-jvmArgs", SHUFFLE);
        } else {
            Collections.addAll(command, "-m", MODE);
        }
        return command;
    }

    private static Matcher lastTally(final List<String> lines) {
        Matcher last = null;
        for (final String line : lines) {
            final Matcher matcher = TALLY.matcher(line);
            if (matcher.find()) {
                last = matcher;
            }
        }
        return last;
    }

    /** What a reader wants of a log of a thousand lines: the first test that failed, with its table of outcomes. */
    private static String story(final List<String> lines, final Path log) {
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
