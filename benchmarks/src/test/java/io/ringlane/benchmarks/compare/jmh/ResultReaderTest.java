package io.ringlane.benchmarks.compare.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

/** Over JSON as JMH 1.37 writes it, cut to what is read. */
class ResultReaderTest {

    private static final String DATAPATH = """
            [{"jmhVersion": "1.37", "benchmark": "a.B.c", "mode": "avgt", "threads": 1, "measurementTime": "300 ms",
              "primaryMetric": {"score": 62.7, "scoreUnit": "ns/op", "rawData": [[61.76, 60.81, 66.0, 62.26]]},
              "secondaryMetrics": {
                "gc.alloc.rate": {"score": 0.04, "scoreUnit": "MB/sec", "rawData": [[0.018, 0.018, 0.018, 0.11]]},
                "gc.alloc.rate.norm": {"score": 0.0028, "scoreUnit": "B/op", "rawData": [[%s]]},
                "gc.count": {"score": 0.0, "scoreUnit": "counts", "rawData": [[0.0, 0.0, 0.0, 0.0]]},
                "refused": {"score": 3.0, "scoreUnit": "ops/us", "rawData": [[2.0, 3.0, 5.0, 4.0]]},
                "turns": {"score": 7.0, "scoreUnit": "#", "rawData": [[7.0]]}}}]
            """;

    @Test
    void shouldTakeTheMiddleIterationOrTheMean() {
        final String json = DATAPATH.formatted("0.0012, 0.0012, 0.0013, 0.0075");

        assertThat(new ResultReader(ForkScore.MEDIAN).read(json).primary().score())
                .isCloseTo(62.01, within(1e-9));
        assertThat(new ResultReader(ForkScore.MEAN).read(json).primary().score())
                .isCloseTo(62.7075, within(1e-9));
    }

    @Test
    void shouldKeepCountersAndLeaveProfilersOut() {
        final ForkResult result = new ResultReader(ForkScore.MEDIAN).read(DATAPATH.formatted("0.0012"));

        assertThat(result.metrics())
                .extracting(Metric::name, Metric::unit, Metric::score)
                .containsExactly(tuple("", "ns/op", 62.01), tuple("refused", "ops/us", 3.5), tuple("turns", "#", 7.0));
        assertThat(result.threads()).isEqualTo(1);
    }

    @Test
    void shouldCallWhatTheHarnessAllocatesNothing() {
        assertThat(allocated("0.0012, 0.0012, 0.0013, 0.0075")).isZero();
        assertThat(allocated("0.75, 0.75, 0.75, 0.76")).isEqualTo(0.75);
        assertThat(allocated("24.001, 24.001, 24.002, 24.01")).isEqualTo(24.0015);
    }

    @Test
    void shouldReadAThroughputAndASample() {
        final ForkResult result = new ResultReader(ForkScore.MEDIAN).read("""
                [{"mode": "thrpt", "threads": 2, "measurementTime": "1 s",
                  "primaryMetric": {"score": 12.0, "scoreUnit": "ops/us", "rawData": [[11.0, 12.0, 13.0]]},
                  "secondaryMetrics": {"·gc.alloc.rate.norm": {"scoreUnit": "B/op", "rawData": [[0.004, 0.004, 0.004]]}}},
                 {"mode": "sample", "threads": 2, "measurementTime": "1 s",
                  "primaryMetric": {"score": 80.5, "scoreUnit": "ns/op", "rawDataHistogram": [[[[80, 4], [82, 1]]]]},
                  "secondaryMetrics": {}}]
                """);

        assertThat(result.metrics())
                .extracting(Metric::mode, Metric::score)
                .containsExactly(tuple("thrpt", 12.0), tuple("sample", 80.5));
        assertThat(result.allocatedBytes()).isZero();
    }

    @Test
    void shouldRefuseAFileWithoutResults() {
        assertThatThrownBy(() -> new ResultReader(ForkScore.MEAN).read("[]")).hasMessage("JMH wrote no result");
    }

    private static double allocated(final String iterations) {
        return new ResultReader(ForkScore.MEDIAN)
                .read(DATAPATH.formatted(iterations))
                .allocatedBytes();
    }
}
