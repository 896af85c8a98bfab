package io.ringlane.benchmarks.compare.jmh;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the one line of a failed process's output that says why. */
public final class FailureText {

    private static final Pattern THROWN =
            Pattern.compile("^(Exception in .*|(ERROR: |Caused by: )?[\\w.$]+(Exception|Error)\\b.*)");
    private static final int LONGEST = 200;

    private FailureText() {}

    /** The first exception, else the last line that says anything. */
    public static String of(final List<String> lines) {
        final List<String> said = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        final String line = said.stream()
                .filter(one -> THROWN.matcher(one).matches())
                .findFirst()
                .orElse(said.isEmpty() ? "no output" : said.get(said.size() - 1));
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
