package io.ringlane.cloud.report;

import io.ringlane.cloud.plot.Markup;
import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.run.RunResult.FlowLogResult;
import io.ringlane.core.rate.Units;
import java.util.List;

/** What happened to the network in a run, and what its flow logs hold, as sections of the report. */
final class EventHtml {

    private EventHtml() {}

    /** The timeline as a table; nothing for a run without events. */
    static String timeline(List<EventResult> events) {
        if (events.isEmpty()) {
            return "";
        }
        StringBuilder out =
                new StringBuilder("<section>\n<h2>Events</h2>\n<p class=\"note\">Their numbers mark the plots"
                        + " below.</p>\n<div class=\"card\"><div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">#</th>"
                        + "<th scope=\"col\">At</th><th class=\"left\" scope=\"col\">Event</th>"
                        + "<th class=\"left\" scope=\"col\">Outcome</th></tr></thead>\n<tbody>\n");
        for (EventResult event : events) {
            out.append(
                    "<tr><td>%d</td><td>%s</td><td class=\"left wrap\">%s</td><td class=\"left wrap %s\">%s</td></tr>\n"
                            .formatted(
                                    event.number(),
                                    time(event),
                                    Markup.escape(event.text()),
                                    ink(event),
                                    Markup.escape(outcome(event))));
        }
        return out.append("</tbody></table></div></div>\n</section>\n").toString();
    }

    private static String ink(EventResult event) {
        boolean isGood = event.errorCode() == null ? event.wasReached() : event.isExpected();
        return isGood ? "good" : event.errorCode() == null ? "zero" : "warn";
    }

    private static String time(EventResult event) {
        return Units.formatNanos(event.happenedNs())
                + (event.lateNs() == 0
                        ? ""
                        : "<br><span class=\"note\">due at %s</span>".formatted(Units.formatNanos(event.atNs())));
    }

    private static String outcome(EventResult event) {
        if (event.errorCode() != null) {
            return (event.isExpected() ? "refused as expected: " : "") + event.errorMessage();
        }
        return event.wasReached() ? "done" : "not reached";
    }

    /** The records of flow logs; nothing for a run without them. */
    static String flowLogs(List<FlowLogResult> logs) {
        StringBuilder out = new StringBuilder();
        for (FlowLogResult log : logs) {
            out.append("<details>\n<summary>Flow log %s: %s packets accepted, %s rejected</summary>\n"
                    .formatted(
                            Markup.escape(log.name()),
                            Figures.count(log.acceptedPackets()),
                            Figures.count(log.rejectedPackets())));
            out.append("<div class=\"card scroll\"><pre class=\"mono\">");
            log.lines().forEach(line -> out.append(Markup.escape(line)).append('\n'));
            out.append("</pre></div>\n</details>\n");
        }
        return out.toString();
    }
}
