package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.traffic.Source;
import org.junit.jupiter.api.Test;

class ShortfallTest {

    private static final long END_NS = 10_000_000;
    private static final long PERIOD_NS = 1_000;

    @Test
    void shouldSayNothingWhenEveryFrameLeft() {
        assertThat(reason(source("flow a", false, END_NS))).isNull();
    }

    @Test
    void shouldForgiveABurstOnItsWay() {
        assertThat(reason(source("flow a", false, END_NS - 60 * PERIOD_NS))).isNull();
        assertThat(reason(source("flow a", false, END_NS - 70 * PERIOD_NS))).isNotNull();
    }

    @Test
    void shouldNameTheFlowItsOwnFramesAndWhatToDo() {
        assertThat(reason(source("flow a", false, END_NS), source("flow b", false, END_NS / 2)))
                .isEqualTo("the load generator sent 5,000 of 10,000 frames of flow b on time");
    }

    @Test
    void shouldNameTheFlowThatMissedMost() {
        assertThat(reason(source("flow a", false, END_NS / 2), source("flow b", false, END_NS / 4)))
                .contains("2,500 of 10,000 frames of flow b");
    }

    @Test
    void shouldNameAWarmUpOnlyWhenWhatIsMeasuredKeptItsRate() {
        Source warmUp = source("flow a", true, END_NS / 10);

        assertThat(reason(warmUp, source("flow a", false, END_NS / 2)))
                .contains("5,000 of 10,000 frames of flow a on time");
        assertThat(reason(source("flow a", false, END_NS / 2), warmUp))
                .contains("5,000 of 10,000 frames of flow a on time");
        assertThat(reason(warmUp, source("flow a", false, END_NS)))
                .contains("1,000 of 10,000 frames of flow a on time while it warmed up");
    }

    @Test
    void shouldSayWhatTheCoresCanDoWhereTheyWereThereAllTheTime() {
        Source[] sources = {
            source("flow a", true, 0), source("flow a", false, END_NS / 2), source("flow b", false, END_NS / 4)
        };

        assertThat(Shortfall.advice(sources, END_NS, END_NS, 100_000))
                .isEqualTo(
                        "the run offers 2 Mpps in all, and one core that sends with one a worker that forwards managed 750 kpps of"
                                + " it: offer less, send longer frames, add --workers where there are cores, or use --clock"
                                + " virtual");
    }

    @Test
    void shouldBlameTheMachineWhereItTookTheTime() {
        Source[] sources = {source("flow a", false, END_NS / 2)};

        assertThat(Shortfall.advice(sources, END_NS, END_NS, END_NS / 2))
                .isEqualTo("a thread had no core for 5 of 10 ms; offer less, leave the run more of the machine, or use"
                        + " --clock virtual");
    }

    /** A source of 10,000 frames that stops at a time. */
    private static Source source(String label, boolean isWarmUp, long stallNs) {
        FakeSource source = new FakeSource(label, isWarmUp, 0, END_NS, PERIOD_NS, stallNs);
        source.send(stallNs - 1);
        return source;
    }

    private static String reason(Source... sources) {
        return Shortfall.of(sources, END_NS);
    }
}
