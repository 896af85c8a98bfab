package io.ringlane.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    private static final String CALLS = "{\"score\": 9.0, \"scoreError\": \"NaN\", \"scoreUnit\": \"ops/s\"}";

    @Test
    void shouldTakeTheMeanOfForks() {
        final Figure figure = Results.of(Results.averageTime(
                        "ring.RingBenchmark.poll", "{\"burst\": \"32\"}", "[[1.0, 3.0], [4.0, 8.0]]"))
                .get(0);
        assertThat(figure.benchmark()).isEqualTo("RingBenchmark.poll");
        assertThat(figure.forks()).containsExactly(new Figure.Fork(2, true), new Figure.Fork(6, true));
        assertThat(figure.value()).isEqualTo(4);
        assertThat(figure.isHigherBetter()).isFalse();
    }

    @Test
    void shouldJudgeIterationsThatWereNearAndTakeTheCounterForTheFigure() {
        final Figure figure = pair("[[80.0, 400.0], [410.0, 90.0]]");
        assertThat(figure.unit()).isEqualTo("delivered/s");
        assertThat(figure.isHigherBetter()).isTrue();
        assertThat(figure.forks()).containsExactly(new Figure.Fork(100, true), new Figure.Fork(40, true));
        assertThat(figure.value()).isEqualTo(70);
        assertThat(figure.isJudged()).isTrue();
    }

    @Test
    void shouldLeaveAForkOutThatWasNeverNear() {
        final Figure figure = pair("[[80.0, 90.0], [410.0, 420.0]]");
        assertThat(figure.forks()).containsExactly(new Figure.Fork(150, true), new Figure.Fork(35, false));
        assertThat(figure.value()).isEqualTo(150);
        assertThat(figure.isJudged()).isFalse();
    }

    private static Figure pair(final String roundTrips) {
        return Results.of(Results.result(
                        "ring.RingPairBenchmark.indexOnly",
                        "thrpt",
                        "{}",
                        CALLS,
                        "{\"delivered\": {\"score\": 0.0, \"scoreUnit\": \"ops/s\","
                                + " \"rawData\": [[100.0, 200.0], [30.0, 40.0]]},"
                                + " \"cores.roundTrip\": {\"score\": 0.0, \"scoreUnit\": \"ns\", \"rawData\": "
                                + roundTrips
                                + "}}"))
                .get(0);
    }

    @Test
    void shouldTakeTheMedianOfSamplesInNanoseconds() {
        final Figure figure = Results.of(Results.result(
                        "ring.RingRoundTripBenchmark.roundTrip",
                        "sample",
                        "{}",
                        "{\"score\": 1.0, \"scoreError\": 0.1, \"scoreUnit\": \"us/op\","
                                + " \"rawDataHistogram\": [[[[0.25, 3], [9.0, 1]]], [[[0.5, 2]]]]}",
                        "{}"))
                .get(0);
        assertThat(figure.forks()).extracting(Figure.Fork::value).isEqualTo(List.of(250.0, 500.0));
        assertThat(figure.latency().getTotalCount()).isEqualTo(6);
    }

    @Test
    void shouldWriteNumbersWithThreeDigits() {
        assertThat(List.of(0.51234, 2.0, 38.44, 999.6, 12_345.0, 119_700_000.0, Double.NaN).stream()
                        .map(Numbers::of))
                .containsExactly("0.512", "2.0", "38.4", "1,000", "12,345", "120 M", "-");
        assertThat(List.of(0.5, 20.0, 5_000.0, 20_000.0, 1_000_000.0).stream().map(Numbers::tick))
                .containsExactly("0.5", "20", "5000", "20 k", "1 M");
    }
}
