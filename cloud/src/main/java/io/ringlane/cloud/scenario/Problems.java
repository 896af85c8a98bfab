package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong while reading goes on; what is found twice is one problem. */
final class Problems {

    /** A message repeats what was written, which may be the whole file. */
    private static final int LONGEST_MESSAGE = 700;

    private final Set<Problem> found = new LinkedHashSet<>();

    void error(YamlNode node, String message) {
        error(node.line(), node.column(), node.path(), message);
    }

    void error(int line, int column, String path, String message) {
        add(Severity.ERROR, line, column, path, message);
    }

    void warning(YamlNode node, String message) {
        add(Severity.WARNING, node.line(), node.column(), node.path(), message);
    }

    /** Something that was found elsewhere. */
    void add(Problem problem) {
        found.add(problem);
    }

    private void add(Severity severity, int line, int column, String path, String message) {
        final String shown =
                message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "...";
        found.add(new Problem(severity, line, column, path, shown));
    }

    int count() {
        return found.size();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> sorted() {
        final List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return sorted;
    }
}
