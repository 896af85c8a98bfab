package io.ringlane.cloud.report;

import io.ringlane.cloud.report.Style.Ink;
import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.core.rate.Units;
import java.util.List;

/** The timeline of a run, a line an event, for the terminal. */
final class EventText {

    private EventText() {}

    /** Nothing for a run without events. */
    static String render(List<EventResult> events, Style style) {
        if (events.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        int times = events.stream()
                .mapToInt(event -> Units.formatNanos(event.happenedNs()).length())
                .max()
                .orElse(0);
        for (EventResult event : events) {
            String time = Units.formatNanos(event.happenedNs());
            out.append(style.ink(Ink.STRONG, "event " + event.number()))
                    .append("  ")
                    .append(" ".repeat(times - time.length()))
                    .append(time)
                    .append("  ")
                    .append(style.text(event.text()));
            if (event.lateNs() != 0) {
                out.append("  ").append(style.ink(Ink.FAINT, "due at " + Units.formatNanos(event.atNs())));
            }
            if (event.errorCode() != null) {
                Ink ink = event.isExpected() ? Ink.GOOD : Ink.WARN;
                String lead = event.isExpected() ? "refused as expected: " : "";
                out.append("  ").append(style.ink(ink, lead + style.text(event.errorMessage())));
            } else if (!event.wasReached()) {
                out.append("  ").append(style.ink(Ink.FAINT, "not reached"));
            }
            out.append('\n');
        }
        return out.append('\n').toString();
    }
}
