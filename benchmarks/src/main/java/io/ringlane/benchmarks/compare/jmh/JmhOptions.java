package io.ringlane.benchmarks.compare.jmh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lays JMH options over others; JMH itself refuses an option that comes twice. */
public final class JmhOptions {

    /** What a comparison sets for itself. */
    private static final Set<String> RESERVED = Set.of("-f", "-wf", "-rf", "-rff", "-foe", "-l", "-lp", "-h");

    private JmhOptions() {}

    /**
     * The options of both, where the second list wins.
     *
     * @param lower options that all take one value
     */
    public static List<String> overlaid(final List<String> lower, final List<String> upper) {
        final Set<String> set = new HashSet<>(upper);
        final List<String> merged = new ArrayList<>();
        for (int i = 0; i < lower.size(); i += 2) {
            if (!set.contains(lower.get(i))) {
                merged.addAll(lower.subList(i, i + 2));
            }
        }
        merged.addAll(upper);
        return merged;
    }

    /** The first that a user may not set; null if there is none. */
    public static String reserved(final List<String> options) {
        return options.stream().filter(RESERVED::contains).findFirst().orElse(null);
    }

    /** Without some options, each of which takes one value. */
    static List<String> without(final List<String> options, final Set<String> names) {
        final List<String> kept = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            if (names.contains(options.get(i))) {
                i++; // its value
            } else {
                kept.add(options.get(i));
            }
        }
        return kept;
    }
}
