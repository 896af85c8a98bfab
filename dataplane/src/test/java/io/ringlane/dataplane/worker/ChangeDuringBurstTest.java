package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.IndirectionTable;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import io.ringlane.dataplane.pipeline.PacketObserver;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What other threads may do while a worker is in the middle of a burst, at a moment that is certain: when the router is asked
 * about the first packet to port 2, or when an observer is told of a packet.
 */
class ChangeDuringBurstTest {

    private static final int FRAME_BYTES = 100;
    private static final int TRIGGER_PORT = 2;
    private static final long FAST = 100_000_000_000_000L;

    private final VirtualClock clock = new VirtualClock();
    private final Route[] routes = new Route[3]; // by destination
    private final VirtualFunction[] ports = new VirtualFunction[3];
    private Runnable meanwhile = () -> {};
    private DataPlane plane;

    @Test
    void shouldNeitherLoseNorDoubleAFrameWhenTheIndirectionTableChanges() {
        start(2, 1_000_000_000L, null);
        final int toFirst = flowTo(0);
        final int toSecond = flowTo(1);
        meanwhile = () -> {
            for (int entry = 0; entry < IndirectionTable.ENTRIES; entry++) {
                ports[1].indirection().set(entry, 1);
            }
        };
        send(1, toFirst, 1);
        send(1, toFirst, 2);
        send(1, toSecond, 3);
        send(1, toSecond, 4);
        send(TRIGGER_PORT, 0, 5);
        ports[0].queuePair(0).flush();

        final List<Long> received = new ArrayList<>();
        for (int turn = 0; turn < 20; turn++) { // the port's line makes all but the first wait
            plane.turn();
            received.addAll(receive(0));
            received.addAll(receive(1));
            clock.advanceTo(clock.nanoTime() + 1_000);
        }
        assertThat(received).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldKeepAFlowInOrderWhenItsRouteBecomesInstant() {
        start(1, FAST, null);
        routes[1] = plane.routes().to(ports[1], new RoutePath(0, 0, 20_000, 0, 9001, true));
        meanwhile = () -> {
            final Route old = routes[1];
            routes[1] = plane.routes().to(ports[1], new RoutePath(0, 0, 0, 0, 9001, true));
            old.retire();
        };
        send(1, 0, 1);
        send(TRIGGER_PORT, 0, 9);
        send(1, 0, 2);
        ports[0].queuePair(0).flush();
        plane.turn();
        clock.advanceTo(20_000);
        plane.turn();

        assertThat(receive(0)).containsExactly(1L, 2L);
    }

    @Test
    void shouldShowAFrameToItsObserverBeforeItsReceiver() {
        final List<Long> observed = new ArrayList<>();
        start(1, FAST, (timeNs, port, tag, lengthBytes, outcome) -> {
            observed.add(tag);
            final QueuePair queue = ports[1].queuePair(0);
            final long[] descriptors = new long[8];
            for (int i = queue.poll(descriptors, 0, 8) - 1; i >= 0; i--) {
                final int frame = Descriptor.frame(descriptors[i]);
                Bytes.putLong(
                        queue.region().memory(frame), queue.region().metadata(frame) + FrameLayout.TAG_OFFSET, 777);
            }
        });
        send(1, 0, 1);
        send(1, 0, 2);
        ports[0].queuePair(0).flush();
        plane.turn();

        assertThat(observed).containsExactly(1L, 2L);
        assertThat(receive(0)).containsExactly(1L, 2L);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldDropWhatOnlyRetiredRoutesLeadToAndGoOn() {
        start(1, FAST, null);
        routes[1].retire(); // and the router knows no other
        send(1, 0, 1);
        ports[0].queuePair(0).flush();
        plane.turn();
        assertThat(ports[0].counters().droppedPackets(DropReason.NO_ROUTE)).isOne();

        routes[1] = plane.routes().to(ports[1], new RoutePath(0, 0, 0, 0, 9001, true));
        send(1, 0, 2);
        ports[0].queuePair(0).flush();
        plane.turn();
        assertThat(receive(0)).containsExactly(2L);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldReportFlowsWhileAFunctionIsAdded() throws InterruptedException {
        start(1, FAST, null);
        for (int flow = 0; flow < 2_500; flow++) { // more than a worker reports between two bursts, by far
            send(1, flow, flow);
            ports[0].queuePair(0).flush();
            plane.turn();
            receive(0);
            clock.advanceTo(clock.nanoTime() + 1_000);
        }
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread adder = new Thread(() -> {
            final VirtualFunctionConfig config =
                    VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(9), TestNetwork.unlimited());
            for (int i = 0; i < 64; i++) { // workers are told, and waited for, once the table of ports has to grow
                plane.addFunction(plane.cards().get(0), "late" + i, config);
            }
        });
        adder.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        final AtomicBoolean isFirst = new AtomicBoolean(true);
        plane.observeFlows((route, keys, packets, bytes) -> {
            if (isFirst.getAndSet(false)) { // on the worker's thread: hold it until the other one waits for it
                adder.start();
                while (adder.getState() != Thread.State.TIMED_WAITING && adder.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            return false;
        });
        plane.start();
        send(1, 0, 1); // something new to report
        ports[0].queuePair(0).flush();
        while (ports[1].receivedPackets() == 0 || receive(0).isEmpty()) {
            Thread.onSpinWait();
        }
        plane.reportFlows();
        adder.join();

        assertThat(isFirst).isFalse();
        assertThat(failure.get()).isNull();
        plane.close();
    }

    @Test
    void shouldReportNothingWhereNobodyObservesFlows() {
        start(1, FAST, null);
        send(1, 0, 1);
        ports[0].queuePair(0).flush();
        plane.turn();

        plane.reportFlows();

        assertThat(receive(0)).containsExactly(1L);
    }

    private void start(final int receiverQueues, final long receiverLine, final PacketObserver observer) {
        plane = DataPlane.builder()
                .clock(clock)
                .framesAWorker(256)
                .maxFrameBytes(1514)
                .flowsAWorker(1 << 12)
                .router(new ByDestination())
                .observers(observer == null ? null : worker -> observer)
                .build();
        final PhysicalFunction card = plane.addCard("card", DeviceModel.ENA, 0, 0, 500_000, 0);
        for (int i = 0; i < ports.length; i++) {
            final VirtualFunctionConfig config =
                    VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(i), TestNetwork.unlimited());
            ports[i] = plane.addFunction(
                    card,
                    "port" + i,
                    i == 1 ? config.withQueuePairs(receiverQueues).withLine(receiverLine) : config.withLine(FAST));
            ports[i].addIpv4(TestNetwork.address(i));
            routes[i] = plane.routes().to(ports[i], new RoutePath(0, 0, 0, 0, 9001, true));
        }
    }

    /** A flow to port 1 that its indirection table puts into a queue. */
    private int flowTo(final int queue) {
        for (int flow = 0; flow < 64; flow++) {
            final long before = ports[1].cardQueue(queue).receivedPackets();
            send(1, flow, 0);
            ports[0].queuePair(0).flush();
            plane.turn();
            final boolean isThere = ports[1].cardQueue(queue).receivedPackets() > before;
            receive(0);
            receive(1);
            clock.advanceTo(clock.nanoTime() + 1_000_000);
            if (isThere) {
                return flow;
            }
        }
        throw new AssertionError("no flow of 64 goes to queue " + queue);
    }

    private void send(final int to, final int flow, final long tag) {
        final QueuePair queue = ports[0].queuePair(0);
        final int frame = queue.take();
        final byte[] bytes = TestNetwork.frame(0, to, flow, FRAME_BYTES);
        System.arraycopy(bytes, 0, queue.region().memory(frame), queue.region().data(frame), bytes.length);
        Bytes.putLong(queue.region().memory(frame), queue.region().metadata(frame) + FrameLayout.TAG_OFFSET, tag);
        assertThat(queue.transmit(frame, bytes.length)).isTrue();
    }

    /** Tags of what port 1 has received on a queue. */
    private List<Long> receive(final int queue) {
        final List<Long> tags = new ArrayList<>();
        ports[1].queuePair(queue)
                .receive(
                        (memory, offset, lengthBytes, descriptor) -> tags.add(
                                Bytes.getLong(memory, offset - FrameLayout.METADATA_BYTES + FrameLayout.TAG_OFFSET)),
                        64);
        return tags;
    }

    private final class ByDestination implements Ipv4Router {

        @Override
        public Route routeIpv4(
                final VirtualFunction ingress, final int source, final int destination, final long word1) {
            final int to = destination & 0xFF;
            if (to == TRIGGER_PORT) {
                meanwhile.run();
            }
            return routes[to];
        }
    }
}
