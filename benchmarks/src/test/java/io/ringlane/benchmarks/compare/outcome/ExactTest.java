package io.ringlane.benchmarks.compare.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.benchmarks.compare.outcome.ExactRow.State;
import org.junit.jupiter.api.Test;

class ExactTest {

    private static final String RUN = """
            {"digest": "%s", "wallNs": %d, "packets": {"sent": 20, "delivered": %d, "dropped": 8, "inFlight": 0},
             "flows": [{"name": "inside", "packetsSent": 20, "packetsDelivered": 12, "packetsInFlight": 0,
                        "drops": {%s}, "latencyNs": {"p50": 516095},
                        "deliveredOverTime": {"windowNs": 1000000, "bytes": [1251139, %d]}}]}
            """;

    @Test
    void shouldSeeNoDifferenceInWhatTheWallClockChanges() {
        assertThat(facts("ab", 1, 12, "\"flow_cap\": 8", 5).difference(facts("ab", 2, 12, "\"flow_cap\": 8", 5), 3))
                .isEmpty();
    }

    @Test
    void shouldNameDropsByReasonWindowsAndDigest() {
        assertThat(facts("ab", 1, 12, "\"flow_cap\": 8", 5)
                        .difference(facts("cd", 1, 12, "\"flow_cap\": 7, \"rx_overruns\": 1", 6), 9))
                .isEqualTo("digest ab -> cd; inside.delivered[1] 5 -> 6; inside.drops.flow_cap 8 -> 7;"
                        + " inside.drops.rx_overruns 0 -> 1");
    }

    @Test
    void shouldCountWhatItDoesNotList() {
        assertThat(facts("0123456789abcdef", 1, 12, "", 5).difference(facts("cd", 1, 13, "", 6), 1))
                .isEqualTo("digest 01234567... -> cd; and 2 more");
    }

    @Test
    void shouldKeepZeroAtZero() {
        assertThat(state(new double[] {0, 0}, new double[] {0, 0})).isEqualTo(State.SAME);
        assertThat(state(new double[] {0, 0}, new double[] {0.75, 0.75})).isEqualTo(State.REGRESSED);
        assertThat(state(new double[] {0, 0}, new double[] {0, 80})).isEqualTo(State.REGRESSED);
        assertThat(state(new double[] {24, 24}, new double[] {0, 0})).isEqualTo(State.IMPROVED);
    }

    @Test
    void shouldShowBothFiguresWhereTheyDiffer() {
        assertThat(Allocations.compare("b", new double[] {0}, new double[] {0}).detail())
                .isEqualTo("0 B/op");
        assertThat(Allocations.compare("b", new double[] {0, 24}, new double[] {24, 24})
                        .detail())
                .isEqualTo("0 to 24 -> 24 B/op");
    }

    @Test
    void shouldNotTakeACompilersMoodForADifference() {
        assertThat(state(new double[] {0, 24}, new double[] {24, 24})).isEqualTo(State.SAME);
        assertThat(state(new double[] {24.001}, new double[] {24.002})).isEqualTo(State.SAME);
        assertThat(state(new double[] {Double.NaN}, new double[] {24})).isEqualTo(State.NOT_COMPARED);
    }

    private static State state(final double[] base, final double[] head) {
        return Allocations.compare("b", base, head).state();
    }

    private static ScenarioFacts facts(
            final String digest, final int wallNs, final int delivered, final String drops, final int window) {
        return ScenarioFacts.read(RUN.formatted(digest, wallNs, delivered, drops, window));
    }
}
