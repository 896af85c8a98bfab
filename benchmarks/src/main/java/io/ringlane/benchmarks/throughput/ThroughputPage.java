package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.search.GoalResult;
import io.ringlane.benchmarks.search.SearchResult;
import io.ringlane.benchmarks.search.Tally;
import io.ringlane.benchmarks.search.Trial;
import io.ringlane.benchmarks.throughput.Finding.Worth;
import io.ringlane.cloud.plot.Markup;
import io.ringlane.cloud.plot.StyleSheet;
import io.ringlane.core.rate.Units;
import java.util.Locale;

/** The findings as one HTML page that opens without a network, in the style of the run's reports. */
final class ThroughputPage {

    private final ThroughputResult result;
    private final StringBuilder out = new StringBuilder(64 * 1024);

    ThroughputPage(final ThroughputResult result) {
        this.result = result;
    }

    String render() {
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        add("<title>Throughput: Ringlane report</title>\n<style>\n");
        out.append(StyleSheet.text());
        add("</style>\n</head>\n<body>\n<main>\n");
        header();
        summary();
        for (int i = 0; i < result.findings().size(); i++) {
            section(result.findings().get(i), i);
        }
        add(
                "<footer>\n<p>Terms are those of RFC 2544 and RFC 9971 (MLRsearch). A trial is void if more than 1 % of its");
        add(" frames were not offered when they were due.</p>\n");
        add("<p>Beside this page: <a href=\"result.json\">result.json</a>.</p>\n</footer>\n");
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private void header() {
        final String[] badge = switch (result.worth()) {
            case GOOD -> new String[] {"good", "✓ Found"};
            case INCONCLUSIVE -> new String[] {"warn", "? Inconclusive"};
            case VOID -> new String[] {"bad", "✗ Void"};
        };
        add("<header>\n<div class=\"top\"><div><p class=\"brand\">Ringlane report</p><h1>Throughput</h1></div>");
        add("<p class=\"badge %s\">%s</p></div>\n<dl class=\"facts\">\n", badge[0], badge[1]);
        result.machine().forEach(this::fact);
        fact("threads", Wording.placement(result.plan().placement()));
        fact("flows", Integer.toString(result.plan().flows().count()));
        add("</dl>\n</header>\n");
    }

    private void fact(final String name, final String value) {
        add("<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
    }

    private void summary() {
        add(
                "<section>\n<h2>What came through</h2>\n<p class=\"note\">Throughput is the rate that came through at the lower");
        add(" bound: in half of the trials there at least. Bits are layer 2 without FCS.</p>\n");
        add("<div class=\"card scroll\"><table>\n<thead><tr><th class=\"left\">mode</th><th>frames</th><th>goal</th>");
        add("<th>throughput</th><th>layer 2</th><th>bounds</th><th>standing</th></tr></thead>\n<tbody>\n");
        for (final Finding finding : result.findings()) {
            for (final GoalResult goal : finding.result().goals()) {
                row(
                        finding,
                        goal.goal().name(),
                        goal.conditionalThroughput(),
                        Wording.range(goal.bounds()),
                        Wording.standing(finding, goal),
                        !finding.isMostlyVoid() && goal.isRegular() ? "good" : "warn");
            }
            final String at = "at " + Wording.rate(finding.result().maxOfferedLoad());
            row(finding, "MRR", finding.result().maxReceiveRate(), at, Wording.NONE, "zero");
        }
        add("</tbody>\n</table></div>\n</section>\n");
    }

    private void row(
            final Finding finding,
            final String goal,
            final double rate,
            final String bounds,
            final String standing,
            final String ink) {
        add(
                "<tr><th scope=\"row\">%s</th><td>%s</td>",
                finding.mode().toString(), finding.frames().toString());
        add("<td>%s</td><td><b>%s</b></td><td>%s</td>", goal, Wording.rate(rate), Wording.bits(finding, rate));
        add("<td>%s</td><td class=\"%s\">%s</td></tr>\n", bounds, ink, standing);
    }

    private void section(final Finding finding, final int index) {
        final SearchResult search = finding.result();
        final String title = finding.mode() + ", " + finding.frames();
        add("<section>\n<h2>%s</h2>\n<p class=\"note\">%s.", title, Wording.course(search));
        add(" A dot a trial: blue lost nothing, orange no more than PDR allows, pink more, grey had no say.</p>\n");
        if (finding.worth() == Worth.VOID) {
            add(
                    "<p class=\"banner bad\">The generator did not keep its schedule: these figures are no throughput.</p>\n");
        }
        add("<div class=\"charts\">\n<figure class=\"card\"><h3>Around the bounds</h3>");
        out.append(LoadLossChart.close(search).render("close-" + index, title + ", around the bounds"));
        add("</figure>\n<figure class=\"card\"><h3>All loads</h3>");
        out.append(LoadLossChart.whole(search).render("whole-" + index, title + ", all loads"));
        add("</figure>\n</div>\n");
        trials(search);
        add("</section>\n");
    }

    private void trials(final SearchResult search) {
        add("<details>\n<summary>Every trial</summary>\n<div class=\"scroll\"><table>\n<thead><tr><th>trial</th>");
        add(
                "<th>intended load</th><th>frames intended</th><th>offered</th><th>refused</th><th>forwarded</th><th>lost</th>");
        add("<th>longest hole</th><th></th></tr></thead>\n<tbody>\n");
        for (final Trial trial : search.trials()) {
            final Tally tally = trial.tally();
            add("<tr><td>%s</td><td>%s</td>", Integer.toString(trial.index() + 1), Wording.rate(trial.load()));
            add("<td>%s</td><td>%s</td>", count(tally.intendedFrames()), count(tally.offeredFrames()));
            add("<td>%s</td><td>%s</td>", count(tally.refusedFrames()), count(tally.forwardedFrames()));
            add("<td>%s</td>", Wording.share(tally.lossRatio()));
            add("<td>%s</td>", tally.longestHoleNs() == 0 ? Wording.NONE : Units.formatNanos(tally.longestHoleNs()));
            add("<td>%s</td></tr>\n", tally.isVoid() ? "void" : search.isDiscarded(trial) ? "outdated" : "");
        }
        add("</tbody>\n</table></div>\n</details>\n");
    }

    private static String count(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Every argument is escaped here, so that no caller can forget it; a template without arguments is taken as it is. */
    private void add(final String template, final String... arguments) {
        final Object[] escaped = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            escaped[i] = Markup.escape(arguments[i]);
        }
        out.append(arguments.length == 0 ? template : template.formatted(escaped));
    }
}
