package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.SharedCap;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random traffic while paths change under it, with caps of every kind: a packet never overtakes another of its flow, and each ends
 * once.
 */
class FlowOrderTest {

    private static final int PORTS = 6;
    private static final int STEPS = 200;
    private static final long SEEDS = 24;
    private static final long[] DELAYS = {0, 0, 1, 100, 5_000, 20_000, 300_000};

    /** What changes beside paths. */
    private enum Changes {
        PATHS,
        PORTS,
        GATEWAYS,
        SHARED_GATEWAYS,
        GATEWAYS_OF_LONG_PACKETS
    }

    @ParameterizedTest
    @EnumSource
    void packetsOfAFlowKeepTheirOrderAndAllEnd(final Changes changes) {
        final long delivered = LongStream.rangeClosed(1, SEEDS)
                .map(seed -> new Run(seed, changes).delivered())
                .sum();

        assertThat(delivered).isGreaterThan(SEEDS * STEPS);
    }

    private static final class Run {

        private final long seed;
        private final Changes changes;
        private final Random random;
        private final boolean jitters;
        private final TestNetwork network;
        private final BitSet ended = new BitSet();
        private final BitSet received = new BitSet();
        private final boolean[] isDown = new boolean[PORTS];
        private final Map<Integer, Integer> lastOfFlow = new HashMap<>();
        private final Map<Integer, Integer> flows = new HashMap<>(); // by tag
        private final SharedCap gateway =
                new SharedCap(1_000_000_000L, 0, 100_000, DropReason.GATEWAY_ALLOWANCE_EXCEEDED, "gateway");

        Run(final long seed, final Changes changes) {
            this.seed = seed;
            this.changes = changes;
            this.random = new Random(seed);
            final int workers = 1 + random.nextInt(3);
            this.jitters = random.nextBoolean();
            this.network = new TestNetwork(workers, 2048, path(), 1514);
            final PhysicalFunction[] cards = new PhysicalFunction[4];
            for (int i = 0; i < cards.length; i++) {
                cards[i] = network.card(random.nextInt(workers), oneIn(3, 10_000_000_000L));
            }
            for (int port = 0; port < PORTS; port++) {
                final long in = oneIn(2, 3_000_000_000L);
                final long out = oneIn(4, 8_000_000_000L);
                final long packets = oneIn(4, 3_000_000);
                final long throughGateways = oneIn(2, 2_000_000_000L);
                network.port(
                        cards[random.nextInt(cards.length)],
                        new Allowances(
                                new Allowances.Settings(out, out, in, in, 0, packets, 0, 100_000, throughGateways)),
                        128,
                        random.nextInt(3) == 0 ? 24 : 200);
            }
            network.watch((timeNs, port, tag, lengthBytes, outcome) -> {
                assertThat(ended.get((int) tag))
                        .as("%d ends twice, seed %d", tag, seed)
                        .isFalse();
                ended.set((int) tag);
            });
        }

        private long oneIn(final int bound, final long value) {
            return random.nextInt(bound) == 0 ? value : 0;
        }

        private Path path() {
            return new Path(
                    oneIn(3, 1_000_000_000L),
                    50_000,
                    DELAYS[random.nextInt(DELAYS.length)],
                    jitters ? oneIn(4, 3_000) : 0,
                    random.nextBoolean() ? 500 : 1500);
        }

        long delivered() {
            for (int step = 0; step < STEPS; step++) {
                send();
                if (random.nextBoolean()) {
                    network.dataPlane.turn();
                }
                change();
                network.runTo(network.clock.nanoTime() + oneIn(2, random.nextInt(30_000)));
                if (random.nextBoolean()) {
                    receive();
                }
            }
            network.ports.forEach(port -> port.restore());
            for (int i = 0; i < 50; i++) {
                network.runTo(network.clock.nanoTime() + 100_000);
                receive();
            }
            final long[] totals = network.totals();
            assertThat(totals[3]).as("in flight, seed %d", seed).isZero();
            assertThat(totals[1] + totals[2]).as("ended, seed %d", seed).isEqualTo(totals[0]);
            assertThat(ended.cardinality()).as("seen to end, seed %d", seed).isEqualTo((int) totals[0]);
            return totals[1];
        }

        private void send() {
            int from = random.nextInt(PORTS);
            int to = random.nextInt(PORTS);
            for (int i = random.nextInt(50); i > 0; i--) {
                to = random.nextInt(6) == 0 ? random.nextInt(PORTS) : to;
                from = random.nextInt(20) == 0 ? random.nextInt(PORTS) : from;
                final int flow = random.nextInt(5);
                final int tag = flows.size();
                if (to != from && network.send(from, to, flow, random.nextInt(4) == 0 ? 1000 : 100, tag)) {
                    flows.put(tag, from << 16 | to << 8 | flow);
                }
            }
        }

        private void change() {
            switch (random.nextInt(14)) {
                case 0 -> network.changePath(path());
                case 1 -> {
                    if (changes == Changes.GATEWAYS_OF_LONG_PACKETS) {
                        network.widenThrough(path(), oneIn(3, 1) == 0 ? anyGateways() : null);
                    } else {
                        network.widen(path());
                    }
                }
                case 2 -> {
                    if (changes == Changes.GATEWAYS) {
                        network.leadThrough(new Crossing(true, true, null));
                    } else if (changes == Changes.SHARED_GATEWAYS || changes == Changes.GATEWAYS_OF_LONG_PACKETS) {
                        network.leadThrough(anyGateways());
                    }
                }
                case 3 -> network.leadPastGateway();
                case 4 -> {
                    if (changes == Changes.PORTS) {
                        toggle(random.nextInt(PORTS));
                    }
                }
                default -> {}
            }
        }

        private Crossing anyGateways() {
            return new Crossing(random.nextBoolean(), random.nextBoolean(), oneIn(3, 1) == 0 ? gateway : null);
        }

        private void toggle(final int port) {
            if (isDown[port]) {
                network.ports.get(port).restore();
                network.forgetRoutes();
                network.dataPlane.moveEpoch();
            } else {
                network.ports.get(port).withdraw();
            }
            isDown[port] = !isDown[port];
        }

        private void receive() {
            for (int port = 0; port < PORTS; port++) {
                network.receive(
                        port,
                        (memory, offset, length, descriptor) -> take((int)
                                Bytes.getLong(memory, offset - FrameLayout.METADATA_BYTES + FrameLayout.TAG_OFFSET)),
                        Integer.MAX_VALUE);
            }
        }

        private void take(final int tag) {
            if (tag < 0) {
                return; // an answer
            }
            assertThat(received.get(tag))
                    .as("%d comes twice, seed %d", tag, seed)
                    .isFalse();
            received.set(tag);
            final Integer before = lastOfFlow.put(flows.get(tag), tag);
            assertThat(before == null ? -1 : before)
                    .as("the packet of flow %x before %d, seed %d", flows.get(tag), tag, seed)
                    .isLessThan(tag);
        }
    }
}
