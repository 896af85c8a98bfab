package io.ringlane.benchmarks.report;

import java.util.List;
import java.util.Map;

/** All figures as a Markdown table. */
final class ReportTable {

    /** What stands above figures of a quick run, wherever they are shown. */
    static final String NOT_QUOTABLE =
            "Quick run: one fork, short iterations, few parameters. Not to be quoted or compared.";

    private ReportTable() {}

    static String render(final List<Figure> figures, final Map<String, String> facts) {
        final StringBuilder out = new StringBuilder();
        if (facts.containsKey(RunFacts.QUICK)) {
            out.append("**").append(NOT_QUOTABLE).append("**\n\n");
        }
        out.append("```\n");
        facts.forEach((name, value) -> out.append("%-10s %s%n".formatted(name + ":", value)));
        out.append(
                "```\n\n| benchmark | parameters | value | error | unit | B/op | forks |\n|---|---|--:|--:|---|--:|---|\n");
        for (final Figure figure : figures) {
            final Figure.Gauge allocated = figure.gauges().get("gc.alloc.rate.norm");
            final StringBuilder forks = new StringBuilder();
            figure.forks()
                    .forEach(fork -> forks.append(forks.isEmpty() ? "" : " ")
                            .append(Numbers.of(fork.value()))
                            .append(fork.isJudged() ? "" : "*"));
            out.append("| %s | %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            figure.benchmark(),
                            figure.paramsWithout(),
                            Numbers.of(figure.value()) + (figure.isJudged() ? "" : "*"),
                            Numbers.of(figure.error()),
                            figure.unit(),
                            allocated == null ? "" : Numbers.of(allocated.value()),
                            forks));
        }
        if (figures.stream().anyMatch(figure -> !figure.isJudged())) {
            out.append(
                    "\n\\* The cores were far apart in every iteration of that fork: it says nothing about the code.\n");
        }
        return out.toString();
    }
}
