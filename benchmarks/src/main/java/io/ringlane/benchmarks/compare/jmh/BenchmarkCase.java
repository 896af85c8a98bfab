package io.ringlane.benchmarks.compare.jmh;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One benchmark method with one value for each of its parameters.
 *
 * @param benchmark its full name
 * @param params by name, in alphabetical order; empty where there are none
 */
public record BenchmarkCase(String benchmark, Map<String, String> params) {

    /** Sorts the parameters, so that equal cases print alike. */
    public BenchmarkCase {
        params = new TreeMap<>(params);
    }

    /** Class and method without the package. */
    public String shortName() {
        final int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    /** {@code name=value name=value}; empty without parameters. */
    public String paramText() {
        return params.entrySet().stream()
                .map(param -> param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return params.isEmpty() ? shortName() : shortName() + " " + paramText();
    }
}
