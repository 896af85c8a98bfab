package io.ringlane.benchmarks.compare.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A jar that {@code java -jar} starts as JMH, with everything inside or in {@code lib/} beside it.
 *
 * @param path the jar
 */
public record JmhJar(Path path) {

    private static final Pattern NAME = Pattern.compile("[\\w$]+(\\.[\\w$]+)+");
    private static final Pattern PARAM = Pattern.compile("\\s+param \"([^\"]+)\" = \\{(.*)}");
    private static final Duration LISTING_LIMIT = Duration.ofMinutes(1);

    /** The java of this process: both sides run on the JDK that compares them. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * What the jar has to run.
     *
     * @param regex JMH's: matches anywhere in a benchmark's name
     * @param only values to keep of a parameter, by its name; a parameter that is not named keeps all of its own
     * @throws IOException with the jar's output, if it is no JMH jar
     */
    public List<BenchmarkCase> cases(final String regex, final Map<String, List<String>> only)
            throws IOException, InterruptedException {
        final Path output = Files.createTempFile("ringlane-list", ".txt");
        try {
            final CommandResult listing = CommandResult.run(
                    List.of(java(), "-jar", path.toString(), "-lp", regex), null, output, LISTING_LIMIT);
            final List<String> lines = Files.readAllLines(output);
            if (listing.exitCode() != 0) {
                throw new IOException(path + " does not list benchmarks as a JMH jar does: " + FailureText.of(lines));
            }
            return parse(lines, only);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** From the output of {@code -lp}. */
    static List<BenchmarkCase> parse(final List<String> lines, final Map<String, List<String>> only) {
        final List<BenchmarkCase> cases = new ArrayList<>();
        List<BenchmarkCase> current = List.of();
        for (final String line : lines) {
            final Matcher param = PARAM.matcher(line);
            if (param.matches()) {
                final String name = param.group(1);
                final List<String> values =
                        only.getOrDefault(name, List.of(param.group(2).split(", ")));
                current = current.stream()
                        .flatMap(one -> values.stream().map(value -> with(one, name, value)))
                        .toList();
            } else if (NAME.matcher(line.strip()).matches()) {
                cases.addAll(current);
                current = List.of(new BenchmarkCase(line.strip(), Map.of()));
            }
        }
        cases.addAll(current);
        return cases;
    }

    private static BenchmarkCase with(final BenchmarkCase one, final String name, final String value) {
        final Map<String, String> params = new TreeMap<>(one.params());
        params.put(name, value);
        return new BenchmarkCase(one.benchmark(), params);
    }

    /** The arguments of {@code java} that run one fork of a case and leave JSON behind. */
    List<String> forkCommand(final BenchmarkCase one, final List<String> options, final Path json) {
        final Stream<String> params = one.params().entrySet().stream()
                .flatMap(param -> Stream.of("-p", param.getKey() + "=" + param.getValue()));
        return Stream.of(
                        Stream.of(
                                java(),
                                "-jar",
                                path.toString(),
                                "^" + one.benchmark().replace(".", "\\.") + "$"),
                        params,
                        Stream.of("-f", "1", "-prof", "gc", "-foe", "true", "-rf", "json", "-rff", json.toString()),
                        options.stream())
                .flatMap(part -> part)
                .toList();
    }
}
