package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No frame is lost or doubled, and no flow is reordered, whatever happens to packets. Every failure names its seed. */
class ConservationTest {

    private static final int STEPS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldConserveFramesAndOrderAfterEveryStep(final long seed) {
        final Random random = new Random(seed);
        final int workers = 1 + random.nextInt(3);
        final Path path = new Path(
                random.nextInt(4) == 0 ? 0 : 1_000_000_000L * (1 + random.nextInt(10)),
                random.nextInt(100_000),
                random.nextInt(3) == 0 ? 0 : random.nextInt(50_000),
                random.nextInt(2) * random.nextInt(20_000),
                random.nextInt(3) == 0 ? 1000 : 9001);
        final TestNetwork network = new TestNetwork(workers, 64 + random.nextInt(512), path, 1514);
        final int ports = 2 + random.nextInt(5);
        final List<PhysicalFunction> cards = new ArrayList<>();
        for (int i = 0; i < ports; i++) {
            if (cards.isEmpty() || random.nextInt(3) > 0) {
                cards.add(network.card(
                        random.nextInt(workers), random.nextInt(2) * 1_000_000_000L * (1 + random.nextInt(20))));
            }
            final long rate = random.nextInt(3) == 0 ? 0 : 500_000_000L * (1 + random.nextInt(10));
            final Allowances.Settings allowances = new Allowances.Settings(
                    rate,
                    rate * (1 + random.nextInt(2)),
                    rate,
                    rate,
                    1_000_000,
                    random.nextInt(2) * (100_000 + random.nextInt(1_000_000)),
                    0,
                    random.nextInt(100_000));
            network.port(
                    cards.get(cards.size() - 1),
                    new Allowances(allowances),
                    16 + random.nextInt(200),
                    1 + random.nextInt(200));
        }
        final Map<Long, Long> latest = new HashMap<>(); // by flow: tag received last
        final long[] sent = new long[ports];
        long tag = 0;
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    final int from = random.nextInt(ports);
                    for (int i = random.nextInt(40); i >= 0; i--) {
                        final boolean accepted = random.nextInt(20) == 0
                                ? network.send(from, strange(random, from), ++tag << 16)
                                : send(network, random, from, ports, ++tag);
                        sent[from] += accepted ? 1 : 0;
                    }
                }
                case 3 -> network.runTo(network.clock.nanoTime() + random.nextInt(60_000));
                case 4 -> receive(network, random.nextInt(ports), latest, random.nextInt(64));
                default -> network.dataPlane.moveEpoch();
            }
            network.dataPlane.turn();
            check(network, seed);
        }
        network.drain();
        check(network, seed);
        for (int port = 0; port < ports; port++) {
            assertThat(network.ports.get(port).counters().inFlightPackets())
                    .as("seed %d", seed)
                    .isZero();
            assertThat(network.ports.get(port).counters().sentPackets())
                    .as("seed %d", seed)
                    .isEqualTo(sent[port]);
        }
        for (int worker = 0; worker < workers; worker++) {
            assertThat(network.dataPlane.pipeline(worker).freeFrames())
                    .as("seed %d: every frame comes home", seed)
                    .isEqualTo(network.dataPlane.pipeline(worker).homeFrames());
        }
    }

    private static boolean send(
            final TestNetwork network, final Random random, final int from, final int ports, final long tag) {
        final int to = random.nextInt(ports + 1); // one address that nobody has
        final int flow = random.nextInt(4);
        final int length = 60 + random.nextInt(1454);
        return network.send(from, to, flow, length, tag << 16 | from << 10 | to << 4 | flow);
    }

    private static byte[] strange(final Random random, final int from) {
        final byte[] bytes = new byte[14 + random.nextInt(100)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            bytes[12] = 8;
            bytes[13] = 0;
            if (random.nextBoolean()) {
                for (int i = 0; i < 6; i++) {
                    bytes[6 + i] = (byte) (TestNetwork.mac(from) >>> (40 - 8 * i));
                }
            }
        }
        return bytes;
    }

    private static void receive(
            final TestNetwork network, final int port, final Map<Long, Long> latest, final int limit) {
        network.receive(
                port,
                (memory, offset, length, descriptor) -> {
                    final long tag =
                            Bytes.getLong(memory, offset - FrameLayout.METADATA_BYTES + FrameLayout.TAG_OFFSET);
                    if (tag == -1) {
                        return; // an ICMP answer
                    }
                    final Long before = latest.put(tag & 0xFFFF, tag >>> 16);
                    assertThat(before == null || before < tag >>> 16)
                            .as("order of flow %x", tag & 0xFFFF)
                            .isTrue();
                },
                limit);
    }

    private static void check(final TestNetwork network, final long seed) {
        long inFlight = 0;
        for (final VirtualFunction port : network.ports) {
            final PortCounters counters = port.counters();
            long dropped = 0;
            for (final DropReason reason : DropReason.values()) {
                dropped += counters.droppedPackets(reason);
            }
            assertThat(dropped).as("seed %d", seed).isEqualTo(counters.droppedPackets());
            assertThat(counters.sentPackets())
                    .as("seed %d, %s", seed, port)
                    .isEqualTo(counters.deliveredPackets() + dropped + counters.inFlightPackets());
            inFlight += counters.inFlightPackets();
        }
        assertThat(inFlight)
                .as("seed %d: what is in flight waits in a wheel", seed)
                .isEqualTo(network.waitingFrames());
        for (int worker = 0; worker < network.dataPlane.workerCount(); worker++) {
            network.dataPlane
                    .pipeline(worker)
                    .forEachFlow((word0, word1, sent, dropped, flying, bytes) -> assertThat(sent - dropped - flying)
                            .as("seed %d: delivered of a flow", seed)
                            .isNotNegative());
        }
    }
}
