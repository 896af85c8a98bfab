package io.ringlane.benchmarks.report;

import io.ringlane.core.text.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What JMH's options choose out of the benchmarks on the class path. */
final class Selection {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?");

    /** Of {@code scripts/bench}; what is left of a slip in one is taken for JMH's. */
    private static final List<String> OPTIONS =
            List.of("--quick", "--estimate", "--latency", "--core", "--trend", "--help");

    private final Options options;
    private final Set<BenchmarkListEntry> benchmarks;

    private Selection(final Options options, final Set<BenchmarkListEntry> benchmarks) {
        this.options = options;
        this.benchmarks = benchmarks;
    }

    /** @throws CommandLineOptionException for an option that JMH does not know, and for a pattern that is none */
    static Selection of(final String... args) throws CommandLineOptionException {
        final Options options = parsed(args);
        try {
            return new Selection(
                    options,
                    BenchmarkList.defaultList()
                            .find(
                                    OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                                    options.getIncludes(),
                                    options.getExcludes()));
        } catch (final PatternSyntaxException e) {
            throw new CommandLineOptionException(
                    "'" + e.getPattern() + "' is no regular expression: " + e.getDescription());
        }
    }

    private static Options parsed(final String... args) throws CommandLineOptionException {
        try {
            return new CommandLineOptions(args);
        } catch (final CommandLineOptionException e) {
            for (final String arg : args) {
                final Optional<String> near = arg.startsWith("--") ? NearestName.of(arg, OPTIONS) : Optional.empty();
                if (near.isPresent()) {
                    throw new CommandLineOptionException(
                            "unknown option " + arg + ": did you mean " + near.get() + "?");
                }
            }
            throw e;
        }
    }

    Options options() {
        return options;
    }

    Set<BenchmarkListEntry> benchmarks() {
        return benchmarks;
    }

    /** Values of a benchmark's parameters, those of the options where there are any. */
    SortedMap<String, List<String>> params(final BenchmarkListEntry benchmark) {
        final SortedMap<String, List<String>> params = new TreeMap<>();
        benchmark.getParams().orElse(Map.of()).forEach((name, declared) -> {
            final Collection<String> chosen = options.getParameter(name).orElse(List.of());
            params.put(name, chosen.isEmpty() ? List.of(declared) : List.copyOf(chosen));
        });
        return params;
    }

    /**
     * Refuses parameters that no chosen benchmark has, and values that none of them can have: no number for a numeric one, a word
     * that is not declared for another. JMH takes both in silence.
     *
     * @param args that this was made of
     * @throws CommandLineOptionException naming the first, and the nearest there is
     */
    void checkParams(final String... args) throws CommandLineOptionException {
        final Set<String> known = new TreeSet<>();
        benchmarks.forEach(benchmark -> known.addAll(params(benchmark).keySet()));
        for (final String name : written(args)) {
            if (!benchmarks.isEmpty() && !known.contains(name)) {
                throw new CommandLineOptionException("-p " + name + ": no chosen benchmark has this parameter; "
                        + NearestName.advice(name, known, "parameters"));
            }
            checkValues(name);
        }
    }

    private void checkValues(final String name) throws CommandLineOptionException {
        final Set<String> declared = new LinkedHashSet<>();
        benchmarks.forEach(benchmark ->
                declared.addAll(List.of(benchmark.getParams().orElse(Map.of()).getOrDefault(name, new String[0]))));
        final boolean isNumeric = declared.stream().anyMatch(Selection::isNumber);
        for (final String value : options.getParameter(name).orElse(List.of())) {
            if (!declared.isEmpty() && !declared.contains(value) && !(isNumeric && isNumber(value))) {
                throw new CommandLineOptionException("-p " + name + "=" + value + ": "
                        + (declared.stream().allMatch(Selection::isNumber)
                                ? "takes a number, such as "
                                        + declared.iterator().next()
                                : NearestName.advice(value, declared, "values")));
            }
        }
    }

    private static boolean isNumber(final String value) {
        return NUMBER.matcher(value).matches();
    }

    /** Names behind {@code -p}, which JMH's options answer for but do not list. */
    private static List<String> written(final String... args) {
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            final String param;
            if (args[i].equals("-p")) {
                param = i + 1 < args.length ? args[++i] : "";
            } else if (args[i].startsWith("-p") && !args[i].startsWith("-prof")) {
                param = args[i].substring(args[i].startsWith("-p=") ? 3 : 2);
            } else {
                continue;
            }
            names.add(param.substring(0, Math.max(0, param.indexOf('='))));
        }
        return names;
    }

    /** The columns that a trend gets from a run, if every benchmark succeeds. */
    Set<String> columns() {
        final Set<String> columns = new TreeSet<>();
        for (final BenchmarkListEntry benchmark : benchmarks) {
            List<SortedMap<String, String>> sets = List.of(new TreeMap<>());
            for (final Map.Entry<String, List<String>> param : params(benchmark).entrySet()) {
                final List<SortedMap<String, String>> longer = new ArrayList<>();
                for (final SortedMap<String, String> set : sets) {
                    for (final String value : param.getValue()) {
                        final SortedMap<String, String> each = new TreeMap<>(set);
                        each.put(param.getKey(), value);
                        longer.add(each);
                    }
                }
                sets = longer;
            }
            sets.forEach(set -> columns.add(TrendFile.column(Figure.shortName(benchmark.getUsername()), set)));
        }
        return columns;
    }
}
