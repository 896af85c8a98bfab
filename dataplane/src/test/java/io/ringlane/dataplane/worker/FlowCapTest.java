package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.pipeline.PacketObserver;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Caps in virtual time: exact over the whole run, and in every window of it. */
class FlowCapTest {

    /** 28 frames of 64 bytes, 16 of 570, 4 of 1518, spread out. */
    private static final int[] IMIX = {64, 570, 64, 64, 570, 64, 64, 570, 64, 64, 570, 1518};

    private static final long SECOND_NS = 1_000_000_000L;
    private static final double OVERLOAD = 1.1;

    @ParameterizedTest
    @CsvSource({"5,64", "5,1500", "5,9001", "5,0", "10,64", "10,1500", "10,9001", "10,0"})
    void shouldSpaceEveryFrameOfASecondAsTheCapSays(final int gigabits, final int length) {
        final int[] lengths = length == 0 ? IMIX : new int[] {length};
        final TestNetwork network = network(8192, new Path(gigabits * SECOND_NS, 200_000, 20_000, 0, 9001));
        final Spacing arrivals = new Spacing(gigabits, SECOND_NS);
        network.watch(arrivals);

        overload(network, lengths, arrivals);

        final double expected = gigabits / 8.0 * SECOND_NS;
        final double tolerance =
                Math.max(expected / 10_000, Arrays.stream(lengths).max().orElseThrow());
        assertThat((double) arrivals.windowBytes).isBetween(expected - tolerance, expected + tolerance);
        assertThat(arrivals.worstErrorNs)
                .as("a frame away from where the cap puts it, in ns")
                .isLessThanOrEqualTo(1);
    }

    /** What is capped is said by the name; the flow itself has no cap here. */
    @ParameterizedTest
    @CsvSource({"bandwidth out, 4", "bandwidth in, 3", "card line, 6", "packets, 2"})
    void shouldSpaceEveryFrameAsTheOtherCapsSay(final String cap, final int gigabits) {
        final long rate = gigabits * SECOND_NS;
        final Allowances.Settings settings = switch (cap) {
            case "bandwidth out" -> new Allowances.Settings(rate, rate, 0, 0, 0, 0, 0, 100_000);
            case "bandwidth in" -> new Allowances.Settings(0, 0, rate, rate, 0, 0, 0, 100_000);
            case "packets" -> new Allowances.Settings(0, 0, 0, 0, 0, rate / 8 / 1000, 0, 100_000);
            default -> Allowances.UNLIMITED;
        };
        final TestNetwork network = new TestNetwork(1, 8192, new Path(0, 0, 20_000, 0, 9001), 1518);
        network.port(
                network.card(0, "card line".equals(cap) ? rate : 0),
                new Allowances("bandwidth in".equals(cap) ? Allowances.UNLIMITED : settings));
        network.port(
                network.card(0, 0),
                new Allowances("bandwidth in".equals(cap) ? settings : Allowances.UNLIMITED),
                256,
                8192);
        final Spacing arrivals = new Spacing(gigabits, SECOND_NS / 10);
        network.watch(arrivals);

        overload(network, new int[] {1000}, arrivals);

        final double expected = gigabits / 80.0 * SECOND_NS;
        assertThat((double) arrivals.windowBytes).isBetween(expected - 1000, expected + 1000);
        assertThat(arrivals.worstErrorNs).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldCapAThousandFlowsAtOnceEachOfThem() {
        final long cap = 5_000_000_000L;
        final int flows = 1_000;
        final long durationNs = 10_000_000; // 4166 frames a flow
        final TestNetwork network = network(64_000, new Path(cap, 60_000, 0, 0, 9001));
        final long[] bytes = new long[flows];
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> {
            if (outcome == PacketObserver.DELIVERED && timeNs < durationNs) {
                bytes[(int) tag] += lengthBytes;
            }
        });
        final double intervalNs = 1500 * 8 / 5.5;
        for (int round = 0; round * intervalNs < durationNs; round++) {
            network.runTo((long) (round * intervalNs));
            for (int flow = 0; flow < flows; flow++) {
                assertThat(network.send(0, 1, flow, 1500, flow)).isTrue();
                if (flow % 64 == 63 || flow == flows - 1) {
                    network.dataPlane.turn();
                    empty(network);
                }
            }
        }
        network.runTo(durationNs - 1);
        final double expected = 5.0 / 8 * durationNs;
        for (final long each : bytes) {
            assertThat((double) each).isBetween(expected - 1500, expected + 1500);
        }
    }

    /** Where frames should be, once a cap is kept busy: each one the time of all before it after the first. */
    private static final class Spacing implements PacketObserver {

        private final int gigabits;
        private final long windowNs;
        private long firstNs = -1;
        private long bytes;
        private long windowBytes;
        private long worstErrorNs;

        /** @param windowNs how long bytes are counted, from the first arrival on */
        Spacing(final int gigabits, final long windowNs) {
            this.gigabits = gigabits;
            this.windowNs = windowNs;
        }

        @Override
        public void onPacket(
                final long timeNs, final int port, final long tag, final int lengthBytes, final int outcome) {
            if (outcome != DELIVERED) {
                return;
            }
            if (firstNs < 0) {
                firstNs = timeNs;
            }
            final long idealNs = firstNs + bytes * 8 / gigabits;
            worstErrorNs = Math.max(worstErrorNs, Math.abs(timeNs - idealNs));
            bytes += lengthBytes;
            if (timeNs - firstNs < windowNs) {
                windowBytes += lengthBytes;
            }
        }
    }

    /** Offers more than the cap for as long as it takes to fill a window from the first arrival on. */
    private static void overload(final TestNetwork network, final int[] lengths, final Spacing arrivals) {
        final byte[][] frames = new byte[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            frames[i] = new byte[lengths[i]];
            new FrameBuilder()
                    .macs(TestNetwork.mac(0), TestNetwork.mac(1))
                    .ipv4(TestNetwork.address(0), TestNetwork.address(1))
                    .udp(1000, 5000)
                    .write(frames[i], 0, lengths[i]);
        }
        long offered = 0;
        for (int i = 0; ; i++) {
            final long dueNs = (long) (offered * 8 / (arrivals.gigabits * OVERLOAD));
            network.runTo(dueNs);
            empty(network);
            if (arrivals.firstNs >= 0 && dueNs >= arrivals.firstNs + arrivals.windowNs) {
                return;
            }
            final byte[] frame = frames[i % frames.length];
            if (!network.send(0, frame, i)) {
                throw new AssertionError("the sender is out of frames at frame " + i);
            }
            offered += frame.length;
        }
    }

    private static void empty(final TestNetwork network) {
        network.receive(1, (memory, offset, length, descriptor) -> {}, Integer.MAX_VALUE);
    }

    private static TestNetwork network(final int frames, final Path path) {
        final TestNetwork network = new TestNetwork(1, frames, path, frames > 10_000 ? 1518 : 9015);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited(), 256, 8192);
        return network;
    }
}
