package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Problem.Severity;
import io.ringlane.core.text.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while reading goes on. */
final class Problems {

    private static final int LONGEST_LIST = 12;

    /** A message repeats what was written, which may be the whole file. */
    private static final int LONGEST_MESSAGE = 400;

    private final List<Problem> found = new ArrayList<>();

    void error(YamlNode node, String message) {
        error(node.line(), node.column(), node.path(), message);
    }

    void error(int line, int column, String path, String message) {
        add(Severity.ERROR, line, column, path, message);
    }

    void warning(YamlNode node, String message) {
        add(Severity.WARNING, node.line(), node.column(), node.path(), message);
    }

    private void add(Severity severity, int line, int column, String path, String message) {
        final String shown =
                message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "...";
        found.add(new Problem(severity, line, column, path, shown));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> sorted() {
        final List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return sorted;
    }

    /** {@code ": did you mean 'x'?"}, or what there is to choose from when nothing is near. */
    static String nearest(String written, Collection<String> valid, String noun) {
        return NearestName.of(written, valid)
                .map(near -> ": did you mean '" + near + "'?")
                .orElseGet(() -> choices(valid, noun));
    }

    private static String choices(Collection<String> valid, String noun) {
        if (valid.isEmpty()) {
            return ": there are no " + noun;
        }
        final List<String> shown = valid.stream().limit(LONGEST_LIST).toList();
        final String more = valid.size() > LONGEST_LIST ? " and " + (valid.size() - LONGEST_LIST) + " more" : "";
        return ": the " + noun + " are " + String.join(", ", shown) + more;
    }
}
