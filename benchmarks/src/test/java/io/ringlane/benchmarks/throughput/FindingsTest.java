package io.ringlane.benchmarks.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.generator.Placement;
import io.ringlane.benchmarks.search.Goal;
import io.ringlane.benchmarks.search.GoalResult;
import io.ringlane.benchmarks.search.LoadRange;
import io.ringlane.benchmarks.search.Schedule;
import io.ringlane.benchmarks.search.SearchResult;
import io.ringlane.benchmarks.search.SearchSettings;
import io.ringlane.benchmarks.search.Shortfall;
import io.ringlane.benchmarks.search.Tally;
import io.ringlane.benchmarks.search.Trial;
import io.ringlane.benchmarks.throughput.Finding.Worth;
import io.ringlane.cloud.report.Style;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class FindingsTest {

    private static final long TRIAL_NS = 1_000_000_000L;
    private static final double LOAD = 10_000_000;

    private static GoalResult regular(final Goal goal) {
        final LoadRange bounds = new LoadRange(LOAD, LOAD * 1.0025);
        return new GoalResult(goal, bounds, bounds, LOAD * 0.999, null);
    }

    private static GoalResult fallingShort(final Goal goal, final Shortfall shortfall) {
        return new GoalResult(goal, new LoadRange(LOAD, Double.NaN), new LoadRange(LOAD, LOAD * 1.01), LOAD, shortfall);
    }

    /** Five trials: at the maximum load, one void, three near the bounds of which the first does not count. */
    private static SearchResult search(final GoalResult... goals) {
        final List<Trial> trials = List.of(
                new Trial(0, 900, 100_000_000, TRIAL_NS, new Tally(1000, 1000, 900, 100, 0, Schedule.KEPT)),
                new Trial(1, 900, 100_000_000, TRIAL_NS, new Tally(1000, 900, 800, 100, 150_000, Schedule.DISTURBED)),
                new Trial(2, 100, LOAD, TRIAL_NS, new Tally(1000, 1000, 0, 1000, 0, Schedule.KEPT)),
                new Trial(3, 101, LOAD * 1.0025, TRIAL_NS, new Tally(1000, 1000, 3, 997, 0, Schedule.KEPT)),
                new Trial(4, 102, LOAD * 1.005, TRIAL_NS, new Tally(1000, 1000, 3, 900, 0, Schedule.KEPT)));
        return new SearchResult(List.of(goals), 12_345_678, 100_000_000, trials, 2, 1, false, 5_100_000_000L);
    }

    private static ThroughputResult result(final GoalResult... goals) {
        final SearchPlan plan = new SearchPlan(
                List.of(Mode.FORWARD),
                List.of(FrameSet.named("imix")),
                FlowSet.uniform(64),
                Placement.ONE_THREAD,
                SearchPlan.standardGoals(),
                new SearchSettings(SearchPlan.MIN_LOAD, 100_000_000, SearchPlan.LIMIT_NS));
        return new ThroughputResult(
                plan,
                Map.of("cores", "near & <dear>"),
                List.of(new Finding(Mode.FORWARD, FrameSet.named("imix"), search(goals))));
    }

    @Test
    void shouldBeWorthWhatItsWorstGoalIs() {
        assertThat(result(regular(Goal.ndr()), regular(Goal.pdr())).worth()).isEqualTo(Worth.GOOD);
        assertThat(result(regular(Goal.ndr()), fallingShort(Goal.pdr(), Shortfall.MAX_LOAD_CARRIED))
                        .worth())
                .isEqualTo(Worth.GOOD);
        assertThat(result(regular(Goal.ndr()), fallingShort(Goal.pdr(), Shortfall.OUT_OF_TIME))
                        .worth())
                .isEqualTo(Worth.INCONCLUSIVE);
        assertThat(result(
                                fallingShort(Goal.ndr(), Shortfall.GENERATOR_LIMIT),
                                fallingShort(Goal.pdr(), Shortfall.OUT_OF_TIME))
                        .worth()
                        .exitCode())
                .isEqualTo(4);
    }

    @Test
    void shouldBeVoidIfMostTrialsWere() {
        final Tally nothing = new Tally(1000, 500, 0, 500, 0, Schedule.DISTURBED);
        final SearchResult search = new SearchResult(
                List.of(regular(Goal.ndr())),
                LOAD,
                LOAD,
                List.of(new Trial(0, 1, LOAD, TRIAL_NS, nothing)),
                0,
                0,
                false,
                TRIAL_NS);
        assertThat(new Finding(Mode.IO, FrameSet.of(64), search).worth()).isEqualTo(Worth.VOID);
    }

    @Test
    void shouldSayThatProvenBoundsDidNotHold() {
        final SearchResult search =
                new SearchResult(List.of(regular(Goal.ndr())), LOAD, LOAD, List.of(), 0, 0, true, TRIAL_NS);
        final Finding finding = new Finding(Mode.IO, FrameSet.of(64), search);
        assertThat(finding.worth()).isEqualTo(Worth.INCONCLUSIVE);
        assertThat(Wording.standing(finding, search.goals().get(0))).isEqualTo("proven, then overturned");
        assertThat(Wording.course(search)).endsWith("the system has changed since");
    }

    @Test
    void shouldPrintARowAGoalAndOneForTheMaximum() {
        final String table = new ThroughputTable(Style.PLAIN)
                .render(result(regular(Goal.ndr()), fallingShort(Goal.pdr(), Shortfall.GENERATOR_LIMIT)));
        final List<String> lines =
                table.lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines.get(1)).isEqualTo("forward imix NDR 9.99 Mpps 28.28 Gbit/s 10 Mpps to 10.02 Mpps proven");
        assertThat(lines.get(2))
                .isEqualTo(
                        "forward imix PDR 10 Mpps 28.31 Gbit/s from 10 Mpps the generator could not offer more; looks like"
                                + " 10 Mpps to 10.1 Mpps");
        assertThat(lines.get(3))
                .isEqualTo("forward imix MRR 12.35 Mpps 34.95 Gbit/s at 100 Mpps 5 trials in 5 s, 1 void, began anew"
                        + " once");
        assertThat(table).contains("64 flows, one thread");
    }

    @Test
    void shouldWriteEveryTrialAndNullForWhatIsNotThere() {
        final JsonNode root = new ObjectMapper()
                .readTree(ThroughputJson.render(
                        result(regular(Goal.ndr()), fallingShort(Goal.pdr(), Shortfall.OUT_OF_TIME))));
        final JsonNode search = root.get("searches").get(0);
        assertThat(root.get("worth").asString()).isEqualTo("inconclusive");
        assertThat(search.get("goals").get(0).get("shortfall").isNull()).isTrue();
        assertThat(search.get("goals").get(0).get("lowerBoundPps").asDouble()).isEqualTo(LOAD);
        assertThat(search.get("goals").get(1).get("upperBoundPps").isNull()).isTrue();
        assertThat(search.get("goals").get(1).get("likelyUpperBoundPps").asDouble())
                .isEqualTo(LOAD * 1.01);
        assertThat(search.get("goals").get(1).get("shortfall").asString()).isEqualTo("out_of_time");
        assertThat(search.get("trials")).hasSize(5);
        final JsonNode second = search.get("trials").get(1);
        assertThat(second.get("schedule").asString()).isEqualTo("disturbed");
        assertThat(second.get("offeredFrames").asLong()).isEqualTo(900);
        assertThat(second.get("longestHoleNs").asLong()).isEqualTo(150_000);
        assertThat(search.get("trials").get(2).get("discarded").asBoolean()).isFalse();
    }

    @Test
    void shouldDrawADotATrialOnAPageThatNeedsNoNetwork() {
        final String page = new ThroughputPage(result(regular(Goal.ndr()), regular(Goal.pdr()))).render();
        final String whole = page.substring(page.indexOf("All loads"), page.indexOf("Every trial"));
        final String close = page.substring(page.indexOf("Around the bounds"), page.indexOf("All loads"));
        assertThat(whole.split("<circle", -1)).hasSize(1 + 5);
        assertThat(close.split("<circle", -1))
                .as("the maximum load is far away")
                .hasSize(1 + 3);
        assertThat(close).contains(">NDR<", ">PDR<", "class=\"c0 band\"");
        assertThat(page).contains("near &amp; &lt;dear&gt;").doesNotContain("http", "<script", "NaN");
    }
}
