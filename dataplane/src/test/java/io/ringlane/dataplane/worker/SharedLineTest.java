package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.nic.Line;
import io.ringlane.dataplane.nic.PhysicalFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that have one line send, and receive, at its rate together. */
class SharedLineTest {

    private static final long GIGABIT = 1_000_000_000L;
    private static final long NO_LINE = 100_000_000_000_000L;
    private static final int FRAME_BYTES = 1250; // 10 us at a gigabit a second
    private static final int FRAMES = 10;

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void shouldCarryWhatOneLineCarries(final boolean isShared, final boolean isSender) {
        final TestNetwork network = new TestNetwork(1, 256, new TestNetwork.Path(0, 0, 0, 0, 1500), 1514);
        final Line line = new Line(GIGABIT);
        final PhysicalFunction ends = network.card(0, NO_LINE);
        final PhysicalFunction others = network.card(0, NO_LINE);
        for (int i = 0; i < 2; i++) {
            network.port(ends, TestNetwork.unlimited(), 64, 64, isShared ? line : new Line(GIGABIT));
        }
        for (int i = 0; i < 2; i++) {
            network.port(others, TestNetwork.unlimited(), 64, 64, NO_LINE);
        }
        final long[] lastNs = {0};
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> lastNs[0] = timeNs);
        for (int i = 0; i < FRAMES; i++) {
            assertThat(network.send(isSender ? 0 : 2, isSender ? 2 : 0, 0, FRAME_BYTES, i))
                    .isTrue();
            assertThat(network.send(isSender ? 1 : 3, isSender ? 3 : 1, 0, FRAME_BYTES, i))
                    .isTrue();
        }
        network.runTo(1_000_000);

        assertThat(network.totals()[1]).isEqualTo(2 * FRAMES);
        final long lineNs = ((isShared ? 2 : 1) * FRAMES - 1) * 10_000L; // the first leaves at once
        assertThat(lastNs[0]).isBetween(lineNs, lineNs + 10); // the cards' lines take a nanosecond
    }
}
