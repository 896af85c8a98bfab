package io.ringlane.cloud.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing to say about a scenario file.
 *
 * @param line 1 for the first line; 0 when the problem is the file itself, for instance that it is missing
 * @param column 1 for the first character of the line; 0 likewise
 * @param path where in the document, for instance {@code flows[1].rate}; empty for the whole document
 * @param message what is wrong and what to write instead, one line, without a full stop
 */
public record Problem(Severity severity, int line, int column, String path, String message) {

    private static final Pattern EVENT = Pattern.compile("events\\[([0-9]+)\\]\\.?(.*)");

    /** An error keeps the scenario from running; a warning does not. */
    public enum Severity {
        ERROR,
        WARNING;

        /** As it stands in a message. */
        public String label() {
            return this == ERROR ? "error" : "warning";
        }
    }

    /**
     * One line as compilers write it: {@code net.yaml:12:9: error: flows[1].rate: ...}; no position for line 0. Events have the
     * numbers that expectations and reports give them, from 1.
     */
    public String format(String file) {
        final String position = line == 0 ? "" : ":" + line + ":" + column;
        final String place = place();
        return file + position + ": " + severity.label() + ": " + (place.isEmpty() ? "" : place + ": ") + message;
    }

    private String place() {
        final Matcher event = EVENT.matcher(path);
        if (!event.matches()) {
            return path;
        }
        return "event " + (Integer.parseInt(event.group(1)) + 1)
                + (event.group(2).isEmpty() ? "" : ", " + event.group(2));
    }
}
