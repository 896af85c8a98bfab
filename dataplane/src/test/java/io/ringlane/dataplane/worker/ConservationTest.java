package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.FrameCensus;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No frame is lost or doubled, and no flow is reordered, whatever happens to packets. After every step each flow's, each
 * port's and the region's account is held against a model that sees every packet end. Every failure names its seed.
 */
class ConservationTest {

    private static final int STEPS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldConserveFramesAndOrderAfterEveryStep(final long seed) {
        final Random random = new Random(seed);
        final int workers = 1 + random.nextInt(3);
        final TestNetwork network = new TestNetwork(workers, 64 + random.nextInt(512), path(random), 1514);
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
        final PacketModel model = new PacketModel(seed, ports);
        network.watch(model);
        final int[] framesAtStart = new int[ports];
        Arrays.setAll(framesAtStart, port -> FrameCensus.frames(network.ports.get(port)));
        long tag = 0;
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    final int from = random.nextInt(ports);
                    for (int i = random.nextInt(40); i >= 0; i--) {
                        tag++;
                        if (random.nextInt(20) == 0) {
                            sendStrange(network, random, from, tag, model);
                        } else {
                            send(network, random, from, ports, tag, model);
                        }
                    }
                }
                case 3 -> network.runTo(network.clock.nanoTime() + random.nextInt(60_000));
                case 4 -> receive(network, random.nextInt(ports), latest, random.nextInt(64));
                default -> network.changePath(path(random));
            }
            network.dataPlane.turn();
            checkPackets(network, model, seed);
            checkFrames(network, framesAtStart, seed);
        }
        network.drain();
        checkPackets(network, model, seed);
        checkFrames(network, framesAtStart, seed);
        assertThat(model.travelling())
                .as("seed %d: packets that never ended", seed)
                .isZero();
        for (int port = 0; port < ports; port++) {
            final PortCounters counters = network.ports.get(port).counters();
            assertThat(counters.inFlightPackets()).as("seed %d", seed).isZero();
            assertThat(counters.sentPackets()).as("seed %d", seed).isEqualTo(model.accepted(port));
        }
        checkEveryFrameCameHome(network, seed);
    }

    private static Path path(final Random random) {
        return new Path(
                random.nextInt(4) == 0 ? 0 : 1_000_000_000L * (1 + random.nextInt(10)),
                random.nextInt(100_000),
                random.nextInt(3) == 0 ? 0 : random.nextInt(50_000),
                random.nextInt(2) * random.nextInt(20_000),
                random.nextInt(3) == 0 ? 1000 : 9001);
    }

    private static void send(
            final TestNetwork network,
            final Random random,
            final int from,
            final int ports,
            final long tag,
            final PacketModel model) {
        final int to = random.nextInt(ports + 1); // one address that nobody has
        final int flow = random.nextInt(4);
        final int length = 60 + random.nextInt(1454);
        final long full = PacketModel.tag(tag, from, to, flow);
        if (network.send(from, to, flow, length, full)) {
            model.onAccepted(full);
        }
    }

    private static void sendStrange(
            final TestNetwork network, final Random random, final int from, final long tag, final PacketModel model) {
        final long full = PacketModel.tag(tag, from, PacketModel.STRANGE, PacketModel.STRANGE);
        if (network.send(from, strange(random, from), full)) {
            model.onAccepted(full);
        }
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

    /** Flow, port and region: what the data plane says against what the model saw. */
    private static void checkPackets(final TestNetwork network, final PacketModel model, final long seed) {
        long inFlight = 0;
        for (final VirtualFunction port : network.ports) {
            final PortCounters counters = port.counters();
            for (final DropReason reason : DropReason.values()) {
                assertThat(counters.droppedPackets(reason))
                        .as("seed %d, %s: dropped for %s", seed, port, reason)
                        .isEqualTo(model.dropped(port.portIndex(), reason));
            }
            assertThat(counters.deliveredPackets())
                    .as("seed %d, %s: delivered", seed, port)
                    .isEqualTo(model.delivered(port.portIndex()));
            inFlight += counters.inFlightPackets();
        }
        assertThat(inFlight)
                .as("seed %d: what is in flight waits in a wheel", seed)
                .isEqualTo(network.waitingFrames());
        for (int worker = 0; worker < network.dataPlane.workerCount(); worker++) {
            network.dataPlane.pipeline(worker).forEachFlow((word0, word1, sent, dropped, flying, bytes) -> {
                final int from = FlowKey.port(word1);
                if (FlowKey.ipv4Source(word0) != TestNetwork.address(from) || FlowKey.destinationPort(word1) != 5000) {
                    return; // what a strange frame made
                }
                final long flow = PacketModel.tag(
                        0, from, FlowKey.ipv4Destination(word0) & 0xFF, FlowKey.sourcePort(word1) - 1000);
                assertThat(dropped).as("seed %d, flow %x: dropped", seed, flow).isEqualTo(model.droppedOf(flow));
                assertThat(sent - dropped - flying)
                        .as("seed %d, flow %x: delivered", seed, flow)
                        .isEqualTo(model.deliveredOf(flow));
                assertThat(sent).as("seed %d, flow %x: sent", seed, flow).isLessThanOrEqualTo(model.acceptedOf(flow));
            });
        }
    }

    /** Frames of ports + free frames of workers + frames in flight = frames at start, and no port has gained or lost one. */
    private static void checkFrames(final TestNetwork network, final int[] framesAtStart, final long seed) {
        int frames = network.waitingFrames();
        for (final VirtualFunction port : network.ports) {
            assertThat(FrameCensus.frames(port))
                    .as("seed %d: frames of %s", seed, port)
                    .isEqualTo(framesAtStart[port.portIndex()]);
            frames += framesAtStart[port.portIndex()];
        }
        for (int worker = 0; worker < network.dataPlane.workerCount(); worker++) {
            frames += network.dataPlane.pipeline(worker).freeFrames();
        }
        assertThat(frames)
                .as("seed %d: all frames", seed)
                .isEqualTo(network.dataPlane.region().allocatedFrames());
    }

    private static void checkEveryFrameCameHome(final TestNetwork network, final long seed) {
        for (int worker = 0; worker < network.dataPlane.workerCount(); worker++) {
            assertThat(network.dataPlane.pipeline(worker).freeFrames())
                    .as("seed %d: frames of worker %d", seed, worker)
                    .isEqualTo(network.dataPlane.pipeline(worker).homeFrames());
        }
        final List<Integer> seized = new ArrayList<>();
        network.ports.forEach(port -> seized.addAll(FrameCensus.seize(port)));
        assertThat(seized).as("seed %d: frames that ports own", seed).doesNotHaveDuplicates();
    }
}
