package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A flow's cap in virtual time: exact over the whole run, and in every window of it. */
class FlowCapTest {

    private static final int[] IMIX = {64, 64, 570, 64, 64, 570, 64, 1518};

    @ParameterizedTest
    @CsvSource({
        "5,64,20",
        "5,1500,1000",
        "5,9001,1000",
        "10,64,20",
        "10,1500,1000",
        "10,9001,1000",
        "5,0,200",
        "10,0,200"
    })
    void shouldDeliverTheCapWithinAFrame(final int gigabits, final int length, final int millis) {
        final long cap = gigabits * 1_000_000_000L;
        final int[] lengths = length == 0 ? IMIX : new int[] {length};
        final TestNetwork network = network(8192, new Path(cap, 200_000, 20_000, 0, 9001));
        final long durationNs = millis * 1_000_000L;
        final long[] arrived = new long[2]; // first arrival, bytes
        arrived[0] = -1;
        double dueNs = 0;
        for (int i = 0; dueNs < durationNs; i++) {
            network.runTo((long) dueNs);
            drain(network, arrived, durationNs);
            final int bytes = lengths[i % lengths.length];
            assertThat(network.send(0, 1, 0, bytes, i)).isTrue();
            dueNs += bytes * 8.0 / (cap * 1.1) * 1e9;
        }
        final long endNs = arrived[0] + durationNs;
        while (network.dataPlane.nextNs() < endNs) {
            network.runTo(Math.min(network.dataPlane.nextNs(), endNs));
            drain(network, arrived, durationNs);
        }
        final double expected = cap / 8e9 * durationNs;
        final double frame = length == 0 ? 1518 : length;
        assertThat((double) arrived[1])
                .isBetween(
                        expected - Math.max(frame, expected / 10_000), expected + Math.max(frame, expected / 10_000));
    }

    @Test
    void shouldCapAThousandFlowsAtOnceEachOfThem() {
        final long cap = 5_000_000_000L;
        final int flows = 1_000;
        final long durationNs = 10_000_000; // 4166 frames a flow
        final TestNetwork network = network(64_000, new Path(cap, 60_000, 0, 0, 9001));
        final long[] bytes = new long[flows];
        final double intervalNs = 1500 * 8 / 5.5;
        for (int round = 0; round * intervalNs < durationNs; round++) {
            network.runTo((long) (round * intervalNs));
            for (int flow = 0; flow < flows; flow++) {
                assertThat(network.send(0, 1, flow, 1500, flow)).isTrue();
                if (flow % 64 == 63 || flow == flows - 1) {
                    network.dataPlane.turn();
                    count(network, bytes);
                }
            }
        }
        network.runTo(durationNs - 1);
        count(network, bytes);
        final double expected = 5.0 / 8 * durationNs;
        for (final long each : bytes) {
            assertThat((double) each).isBetween(expected - 1500, expected + 1500);
        }
    }

    private static void count(final TestNetwork network, final long[] bytes) {
        network.receive(
                1,
                (memory, offset, length, descriptor) -> bytes[
                        (int) io.ringlane.core.memory.Bytes.getLong(
                                memory, offset - 64 + io.ringlane.core.frame.FrameLayout.TAG_OFFSET)] += length,
                Integer.MAX_VALUE);
    }

    private static void drain(final TestNetwork network, final long[] arrived, final long durationNs) {
        final long nowNs = network.clock.nanoTime();
        network.receive(
                1,
                (memory, offset, length, descriptor) -> {
                    if (arrived[0] < 0) {
                        arrived[0] = nowNs;
                    }
                    if (nowNs - arrived[0] < durationNs) {
                        arrived[1] += length;
                    }
                },
                Integer.MAX_VALUE);
    }

    private static TestNetwork network(final int frames, final Path path) {
        final TestNetwork network = new TestNetwork(1, frames, path, frames > 10_000 ? 1518 : 9015);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited(), 256, 8192);
        return network;
    }
}
