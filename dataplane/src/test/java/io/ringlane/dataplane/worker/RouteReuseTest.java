package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.NanoClock;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of retired routes are given to others, many times over, and no packet ever takes the wrong one. */
class RouteReuseTest {

    private static final int PORTS = 8;
    private static final int LIMIT = 128;
    private static final int FRAME_BYTES = 100;
    private static final long DELAY_NS = 20_000;

    private final AtomicReferenceArray<Route> routes = new AtomicReferenceArray<>(PORTS); // by destination
    private final VirtualFunction[] ports = new VirtualFunction[PORTS];
    private final int[] ownerOf = new int[PORTS]; // the port that has a destination's address
    private final long[] wrong = new long[1];
    private DataPlane plane;
    private int made;
    private long arrived;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldDeliverByTheRouteThatStoodWhenAPacketWasSent(final int workers) {
        final VirtualClock clock = new VirtualClock();
        start(clock, workers, LIMIT, 0, DELAY_NS);
        final long seed = 20_260_101;
        final Random random = new Random(seed);
        long sent = 0;
        for (int i = 0; i < 30_000; i++) {
            final int to = random.nextInt(PORTS);
            if (random.nextInt(3) == 0) {
                ownerOf[to] = random.nextInt(PORTS);
                plane.routes().retire(routes.get(to));
                routes.set(to, route(to, DELAY_NS));
            }
            final int from = random.nextInt(PORTS);
            sent += send(from, to, random.nextInt(50), ownerOf[to]) ? 1 : 0;
            plane.turn();
            clock.advanceTo(clock.nanoTime() + random.nextInt(4_000));
            plane.turn();
            receiveAll();
        }
        clock.advanceTo(clock.nanoTime() + 1_000_000);
        plane.turn();
        receiveAll();

        assertThat(wrong[0])
                .as("packets that reached another port, seed %d", seed)
                .isZero();
        assertThat(arrived).as("packets that arrived, seed %d", seed).isEqualTo(sent);
        assertThat(made).as("routes made with %d numbers", LIMIT).isGreaterThan(50 * LIMIT);
        assertThat(plane.routes().count()).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void shouldNotGiveANumberAwayWhilePacketsOnTheirWayHaveIt() {
        final VirtualClock clock = new VirtualClock();
        start(clock, 1, LIMIT, 0, DELAY_NS);
        send(0, 1, 0, 1);
        plane.turn(); // on its way to port 1
        for (int i = 0; i < 10 * LIMIT; i++) {
            plane.routes().retire(routes.get(1));
            routes.set(1, plane.routes().to(ports[2], new RoutePath(0, 0, DELAY_NS, 0, 1500, false)));
            plane.turn();
        }
        assertThat(routes.get(1).refusal()).isEqualTo(DropReason.FLOW_TABLE_FULL);
        clock.advanceTo(DELAY_NS);
        plane.turn();
        receiveAll();

        assertThat(wrong[0]).isZero();
        assertThat(arrived).isOne();
    }

    @Test
    void shouldDropWhatFindsNoNumberUntilOneIsFree() {
        start(new VirtualClock(), 1, LIMIT, 0, 0);
        final Route[] others = new Route[LIMIT];
        for (int i = 0; i < LIMIT; i++) {
            others[i] = plane.routes().refused(DropReason.BLACKHOLE);
        }
        assertThat(others[LIMIT - 1].isRetired()).isTrue();
        assertThat(others[LIMIT - 1].refusal()).isEqualTo(DropReason.FLOW_TABLE_FULL);
        routes.set(1, others[LIMIT - 1]);
        send(0, 1, 0, 1);
        plane.turn();
        assertThat(ports[0].counters().droppedPackets(DropReason.FLOW_TABLE_FULL))
                .isOne();

        for (int i = 0; i < LIMIT / 2; i++) {
            plane.routes().retire(others[i]);
        }
        plane.turn();
        routes.set(1, route(1, 0));
        send(0, 1, 0, 1);
        plane.turn();
        receiveAll();
        assertThat(arrived).isOne();
        assertThat(wrong[0]).isZero();
    }

    @RepeatedTest(3)
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldNeverMisdeliverWhileAnotherThreadRetiresRoutes() throws InterruptedException {
        start(NanoClock.real(), 2, 4 * LIMIT, 20_000, 0);
        plane.start();
        final AtomicBoolean hasSeenPackets = new AtomicBoolean();
        final Thread changer = new Thread(() -> {
            final Random random = new Random(7);
            for (int i = 0; i < 40_000 || !hasSeenPackets.get(); i++) { // a busy machine may run this thread first
                final int to = random.nextInt(PORTS);
                final Route next = route(to, random.nextInt(2) * 5_000);
                if (next.isRetired()) { // numbers come back as packets end
                    Thread.onSpinWait();
                } else {
                    plane.routes().retire(routes.getAndSet(to, next));
                }
            }
        });
        changer.start();
        final Random random = new Random(11);
        while (changer.isAlive()) {
            final int to = random.nextInt(PORTS);
            send(random.nextInt(PORTS), to, random.nextInt(50), to);
            receiveAll();
            hasSeenPackets.set(arrived >= 1_000);
        }
        changer.join();
        plane.close();

        assertThat(wrong[0]).isZero();
        assertThat(arrived).isPositive();
        assertThat(made).isGreaterThan(4 * LIMIT);
    }

    private void start(
            final NanoClock clock, final int workers, final int limit, final long jitterNs, final long delayNs) {
        plane = DataPlane.builder()
                .clock(clock)
                .workers(workers)
                .framesAWorker(512)
                .flowsAWorker(1 << 12)
                .maxFrameBytes(1514)
                .routes(limit)
                .router((Ipv4Router) (ingress, source, destination, word1) -> routes.get(destination & 0xFF))
                .build();
        for (int i = 0; i < PORTS; i++) {
            ports[i] = plane.addFunction(
                    plane.addCard("card" + i, DeviceModel.ENA, i % workers, 0, 500_000, 0),
                    "port" + i,
                    VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(i), TestNetwork.unlimited())
                            .withFrames(256, 256, 64, 256)
                            .withLine(100_000_000_000_000L)
                            .withChecks(true, false));
            ownerOf[i] = i;
        }
        for (int i = 0; i < PORTS; i++) {
            routes.set(i, route(i, delayNs));
        }
    }

    private Route route(final int to, final long delayNs) {
        made++;
        return plane.routes().to(ports[ownerOf[to]], new RoutePath(0, 0, delayNs, 0, 1500, false));
    }

    /** Sends to the router's MAC, so that whoever has the address may get it. */
    private boolean send(final int from, final int to, final int flow, final int expected) {
        final QueuePair queue = ports[from].queuePair(0);
        final int frame = queue.take();
        if (frame == FrameLayout.NO_FRAME) {
            return false;
        }
        final byte[] memory = queue.region().memory(frame);
        new FrameBuilder()
                .macs(ports[from].mac(), DataPlane.ROUTER_MAC)
                .ipv4(TestNetwork.address(from), TestNetwork.address(to))
                .udp(1000 + flow, 5000)
                .write(memory, queue.region().data(frame), FRAME_BYTES);
        Bytes.putLong(memory, queue.region().metadata(frame) + FrameLayout.TAG_OFFSET, expected);
        queue.transmit(frame, FRAME_BYTES);
        queue.flush();
        return true;
    }

    private void receiveAll() {
        for (int i = 0; i < PORTS; i++) {
            final int port = i;
            arrived += ports[i].queuePair(0)
                    .receive(
                            (memory, offset, length, descriptor) -> {
                                final int tag = offset - FrameLayout.METADATA_BYTES + FrameLayout.TAG_OFFSET;
                                wrong[0] += Bytes.getLong(memory, tag) == port ? 0 : 1;
                            },
                            512);
        }
    }
}
