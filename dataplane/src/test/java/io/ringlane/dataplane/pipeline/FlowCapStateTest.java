package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cap whose state lies in a flow's record does what {@link Cap} does: idle times, bursts, horizons and all. */
class FlowCapStateTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldLetAFlowDepartWhenACapWould(final long seed) {
        final Random random = new Random(seed);
        final long rate = 999_999_937L * (1 + random.nextInt(10));
        final long horizonNs = random.nextInt(4) == 0 ? 0 : random.nextInt(20_000);
        final Cap cap = Cap.ofBits(rate, 0, horizonNs);
        final TestNetwork network = new TestNetwork(1, 1024, new Path(rate, horizonNs, 0, 0, 9001), 1514);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited());
        final List<String> ends = new ArrayList<>();
        network.watch((timeNs, port, tag, lengthBytes, outcome) ->
                ends.add(tag + " at " + (outcome == PacketObserver.DELIVERED ? timeNs : Cap.REFUSED)));
        final List<String> expected = new ArrayList<>();
        for (int packet = 0; packet < 1_000; packet++) {
            if (random.nextInt(8) == 0) {
                network.dataPlane.moveEpoch(); // a route looked up anew leaves the cap as it was
            }
            final int length = 60 + random.nextInt(1_454);
            final long nowNs = network.clock.nanoTime();
            expected.add(packet + " at " + cap.admit(nowNs, length));
            assertThat(network.send(0, 1, 0, length, packet)).isTrue();
            network.runTo(nowNs + pauseNs(random, cap.nextNs() - nowNs, horizonNs));
            network.receive(1, (memory, offset, lengthBytes, descriptor) -> {}, Integer.MAX_VALUE);
        }
        network.drain();

        ends.sort(null);
        expected.sort(null);
        assertThat(ends).as("seed %d", seed).isEqualTo(expected);
    }

    /** None, until the cap is free or its horizon just met, or a nanosecond beside either. */
    private static long pauseNs(final Random random, final long busyNs, final long horizonNs) {
        final long pauseNs = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> busyNs;
            default -> busyNs - horizonNs;
        };
        return Math.max(pauseNs + random.nextInt(3) - 1, 0);
    }
}
