package io.ringlane.benchmarks.compare.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.jmh.ForkResult;
import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.machine.Rulers;
import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.revision.Candidate;
import io.ringlane.benchmarks.compare.session.Forks;
import io.ringlane.benchmarks.compare.session.Results;
import io.ringlane.benchmarks.compare.session.Schedule;
import io.ringlane.benchmarks.compare.session.SequentialJudge;
import io.ringlane.benchmarks.compare.session.SessionResult;
import io.ringlane.benchmarks.compare.session.SessionVerdict;
import io.ringlane.benchmarks.compare.stats.LookPlan;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.support.MachineFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class VerdictTest {

    private static final Rulers RULERS = new Rulers(Map.of("integer", 1.5, "memory", 80.0));

    @TempDir
    Path folder;

    @Test
    void shouldSayWhatMattersInTwelveLines() throws Exception {
        final String text = VerdictMarkdown.render(report(session(12, 1.2, List.of()), refused()));

        final List<String> aboveTheFold =
                text.substring(0, text.indexOf("<details>")).lines().toList();
        assertThat(aboveTheFold).hasSizeLessThanOrEqualTo(VerdictMarkdown.MOST_LINES);
        assertThat(aboveTheFold.get(0)).isEqualTo("### REGRESSED: 12 figures slower by more than 3 %");
        assertThat(text).contains("| and 9 more below |", "**Not compared with old.json**: the memory ruler");
        assertThat(text.substring(text.indexOf("<details>")).lines().filter(line -> line.contains("REGRESSED")))
                .hasSize(12);
    }

    @Test
    void shouldShowNoTableAboveTheFoldWhereNothingMatters() throws Exception {
        final String text = VerdictMarkdown.render(report(session(2, 1, List.of()), null));

        assertThat(text).startsWith("### GOOD: nothing is slower by more than 3 % (2 equivalent)\n");
        assertThat(text.substring(0, text.indexOf("<details>"))).doesNotContain("|");
    }

    @Test
    void shouldNotCallForksDeadWhereThoseOfTheControlDisagreed() throws Exception {
        final String noisy = VerdictMarkdown.render(report(session(1, 1, List.of(), Control.DISAGREES), null));
        assertThat(noisy)
                .startsWith("### INCONCLUSIVE: 1 equivalent; the control's forks disagreed too much, so nothing vouches"
                        + " for the machine; run it again on a quieter one\n")
                .doesNotContain("died")
                .doesNotContain("did not run");
        final String dead = VerdictMarkdown.render(report(session(1, 1, List.of(), Control.DIES), null));
        assertThat(dead)
                .startsWith(
                        "### INCONCLUSIVE: 1 equivalent; the control's forks died, so nothing vouches for the machine;"
                                + " run it again\n")
                .contains("- control: a fork died, java.lang.Error");
    }

    @Test
    void shouldFailOnAnExactDifferenceUnlessItIsAccepted() throws Exception {
        final ExactRow changed =
                new ExactRow("caps.yaml", ExactRow.Kind.OUTCOME, ExactRow.State.CHANGED, "digest a -> b");
        final SessionResult failing = session(1, 1, List.of(changed));
        final SessionResult accepted =
                new SessionResult(failing.exact(), failing.metrics(), failing.control(), failing.controlMetric(), true);

        assertThat(failing.verdict()).isEqualTo(SessionVerdict.REGRESSED);
        assertThat(accepted.verdict()).isEqualTo(SessionVerdict.GOOD);
        assertThat(VerdictMarkdown.render(report(failing, null)))
                .startsWith("### REGRESSED: 1 scenario with another outcome\n")
                .contains("| outcome of caps.yaml | digest a -> b |");
    }

    @Test
    void shouldLetNothingFromOutsideBreakTheTable() throws Exception {
        final ExactRow hostile =
                new ExactRow("x", ExactRow.Kind.OUTCOME, ExactRow.State.CHANGED, "<img src=x> | @someone\n\n# head");

        final String text = VerdictMarkdown.render(report(session(1, 1, List.of(hostile)), null));

        assertThat(text).doesNotContain("<img").doesNotContain("@someone").doesNotContain("\n# head");
        assertThat(VerdictPage.render(report(session(1, 1, List.of(hostile)), null)))
                .doesNotContain("<img");
    }

    @Test
    void shouldPutADotForEveryForkOnAPageThatNeedsNoNetwork() throws Exception {
        final String page = VerdictPage.render(report(session(2, 1.2, List.of()), null));

        assertThat(page.split("<circle", -1)).hasSize(1 + 3 * 20);
        assertThat(page).doesNotContain("http").doesNotContain("<script").contains("REGRESSED");
    }

    @Test
    void shouldKeepEveryForkInTheJson() throws Exception {
        final JsonNode root = new ObjectMapper().readTree(VerdictJson.render(report(session(1, 1.2, List.of()), null)));

        assertThat(root.path("verdict").asString()).isEqualTo("REGRESSED");
        assertThat(root.path("exitCode").asInt()).isEqualTo(1);
        final JsonNode metric = root.path("metrics").path(0);
        assertThat(Math.exp(metric.path("logSlowdown").asDouble())).isCloseTo(1.2, within(0.01));
        assertThat(metric.path("blocks")).hasSize(5);
        assertThat(metric.path("blocks").path(0).path("order").asString()).isEqualTo("ABBA");
        assertThat(metric.path("blocks").path(0).path("forks")).hasSize(4);
        assertThat(root.path("control").path("state").asString()).isEqualTo("HELD");
        assertThat(root.path("rulers").path("bestNs").path("memory").asDouble()).isEqualTo(80);
        assertThat(root.path("machine").path("cores").asInt()).isEqualTo(2);
    }

    @Test
    void shouldCompareWithAnEarlierVerdictOfALikeMachineOnly() throws Exception {
        final Path earlier = folder.resolve("verdict.json");
        Files.writeString(earlier, VerdictJson.render(report(session(1, 1, List.of()), null)));
        final SessionResult now = session(1, 1.2, List.of());

        final Trend trend = Trend.Earlier.read(earlier).against(RULERS, now.metrics());
        final Trend elsewhere =
                Trend.Earlier.read(earlier).against(new Rulers(Map.of("integer", 1.5, "memory", 100.0)), now.metrics());

        assertThat(trend.refusal()).isNull();
        assertThat(trend.rows())
                .singleElement()
                .satisfies(row -> assertThat(Math.exp(row.logSlowdown())).isCloseTo(1.2, within(0.01)));
        assertThat(elsewhere.refusal()).contains("the memory ruler differs by 25 %");
        assertThat(elsewhere.rows()).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatIsNoVerdict() throws Exception {
        final Path other = Files.writeString(folder.resolve("x.json"), "{}");
        final Path broken = Files.writeString(folder.resolve("y.json"), "{");

        assertThatThrownBy(() -> Trend.Earlier.read(other)).hasMessageContaining("no verdict.json");
        assertThatThrownBy(() -> Trend.Earlier.read(broken)).hasMessageContaining("is not JSON");
        assertThatThrownBy(() -> Trend.Earlier.read(folder.resolve("z.json")))
                .hasMessage("--baseline " + folder.resolve("z.json") + ": there is no such file");
    }

    private static Trend refused() {
        return new Trend(
                "old.json", "v1", List.of(), RULERS.refusal(new Rulers(Map.of("integer", 1.5, "memory", 10.0))));
    }

    /** A quiet machine on which HEAD takes {@code slowdown} times as long; figures differ a little, as real ones do. */
    private static SessionResult session(final int benchmarks, final double slowdown, final List<ExactRow> outcomes)
            throws Exception {
        return session(benchmarks, slowdown, outcomes, Control.HOLDS);
    }

    private enum Control {
        HOLDS,
        DISAGREES,
        DIES
    }

    private static SessionResult session(
            final int benchmarks, final double slowdown, final List<ExactRow> outcomes, final Control kind)
            throws Exception {
        final List<BenchmarkCase> cases = new ArrayList<>();
        for (int i = 0; i < benchmarks; i++) {
            cases.add(new BenchmarkCase("io.example.Benchmark.method" + i, Map.of("flows", "64")));
        }
        final BenchmarkCase control =
                kind == Control.HOLDS ? cases.get(0) : new BenchmarkCase("io.example.Benchmark.control", Map.of());
        final int[] forks = {0};
        final int[] controlForks = {0};
        final Forks machine = new Forks() {
            @Override
            public ForkOutcome probe(final Side side, final BenchmarkCase one) {
                return run(side, one, 1);
            }

            @Override
            public ForkOutcome run(final Side side, final BenchmarkCase one, final int threads) {
                if (kind == Control.DIES && one.equals(control)) {
                    return ForkOutcome.dead("java.lang.Error");
                }
                if (kind == Control.DISAGREES && one.equals(control)) {
                    final int fork = controlForks[0]++;
                    return score(fork >= 4 && fork % 4 == 3 ? 200 : 100); // one pair of every block but the first
                }
                final double score = (100 + 0.1 * (forks[0]++ * 7 % 5)) * (side == Side.HEAD ? slowdown : 1);
                return score(score);
            }
        };
        final SequentialJudge judge = new SequentialJudge(0.03, LookPlan.once(5));
        return Results.of(
                outcomes,
                new Schedule(machine, LookPlan.once(5), judge, (number, planned, what) -> {}).run(cases, control),
                judge,
                false);
    }

    private static ForkOutcome score(final double score) {
        return ForkOutcome.of(new ForkResult(List.of(new Metric("avgt", "", "ns/op", score)), 1, 0));
    }

    private static Report report(final SessionResult result, final Trend trend) {
        return new Report(
                new Candidate("main", "0123456789abcdef", Path.of("a.jar")),
                new Candidate("b.jar", "", Path.of("b.jar")),
                0.03,
                10,
                30,
                "ABBA and BAAB blocks",
                result,
                new MachineFacts("a processor", 2, 4096, "Linux", "a JDK"),
                RULERS,
                RULERS,
                trend,
                Instant.EPOCH,
                700,
                List.of("there are uncommitted changes"));
    }
}
