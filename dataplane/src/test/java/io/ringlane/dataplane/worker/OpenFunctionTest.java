package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a function gets its queues, rings and frames: once somebody uses it. */
class OpenFunctionTest {

    private static final TestNetwork.Path DIRECT = new TestNetwork.Path(0, 0, 0, 0, 1500);
    private static final int FRAME_BYTES = 100;
    private static final int MANY = 300; // more queues than a worker has room for at first, several times over

    @Test
    void shouldTakeNoFramesBeforeAnybodyUsesIt() {
        final TestNetwork network = new TestNetwork(1, 64, DIRECT, 1514);
        final PhysicalFunction card = network.card(0, 0);
        final int before = network.dataPlane.region().allocatedFrames();
        final VirtualFunction port = network.port(card, TestNetwork.unlimited());

        assertThat(port.isOpen()).isFalse();
        assertThat(port.queueCount()).isOne();
        assertThat(DeviceCounters.read(port))
                .containsEntry("queue_0_rx_cnt", 0L)
                .containsEntry("rx_overruns", 0L);
        assertThat(port.counters().droppedPackets(DropReason.NO_ROUTE)).isZero();
        assertThat(port.receivedPackets() + port.receivedBytes() + port.sentBytes())
                .isZero();
        assertThat(port.isOpen()).as("after a look at its counters").isFalse();
        assertThat(network.dataPlane.region().allocatedFrames()).isEqualTo(before);

        port.queuePair(0);
        assertThat(port.isOpen()).isTrue();
        assertThat(network.dataPlane.region().allocatedFrames()).isEqualTo(before + 512);
    }

    @Test
    void shouldKeepPacketsForAnInstanceThatLooksLater() {
        final TestNetwork network = new TestNetwork(1, 64, DIRECT, 1514);
        final PhysicalFunction card = network.card(0, 0);
        network.port(card, TestNetwork.unlimited());
        network.port(card, TestNetwork.unlimited());
        network.send(0, 1, 0, FRAME_BYTES, 7);
        network.runTo(1_000_000);

        assertThat(network.ports.get(1).isOpen()).as("as a route leads there").isTrue();
        assertThat(network.receive(1, (memory, offset, length, descriptor) -> {}, 8))
                .isOne();
    }

    @Test
    void shouldSayWhatThereIsNoRoomFor() {
        final DataPlane plane = DataPlane.builder()
                .clock(new VirtualClock())
                .framesAWorker(1)
                .router(new TestNetwork(1, 1, DIRECT, 1514).router())
                .build();
        final PhysicalFunction card = plane.addCard("card", DeviceModel.ENA, 0, 0, 0, 0);
        final VirtualFunction port = plane.addFunction(
                card,
                "greedy",
                VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(0), TestNetwork.unlimited())
                        .withFrames(256, 256, plane.region().maxFrames(), 256));

        assertThat(port.open()).isFalse();
        assertThatThrownBy(() -> port.queuePair(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no room for the 1 queues of greedy")
                .hasMessageContaining("use fewer frames a queue");
        assertThat(plane.region().allocatedFrames()).isOne();
    }

    @Test
    void shouldCountWhatIsSentToAFunctionForWhichThereIsNoRoom() {
        final TestNetwork network = new TestNetwork(1, 64, DIRECT, 1514);
        final PhysicalFunction card = network.card(0, 0);
        network.port(card, TestNetwork.unlimited());
        network.port(card, TestNetwork.unlimited(), network.dataPlane.region().maxFrames(), 256);
        network.send(0, 1, 0, FRAME_BYTES, 1);
        network.runTo(1_000);
        final int questions = network.questions();
        network.send(0, 1, 0, FRAME_BYTES, 2);
        network.runTo(2_000);

        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.RX_OVERRUNS))
                .isEqualTo(2);
        assertThat(network.questions()).as("there may be room for the second").isGreaterThan(questions);
        assertThat(network.ports.get(1).isOpen()).isFalse();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldOpenReceiversOfAnotherWorkerWhileBothRun() {
        final TestNetwork network = new TestNetwork(2, 1024, DIRECT, 1514);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        PhysicalFunction card = null;
        for (int i = 0; i < MANY; i++) {
            card = i % DeviceModel.ENA.maxVirtualFunctions() == 0 ? network.card(i / 128 % 2, 0) : card;
            network.port(card, TestNetwork.unlimited(), 1, 4);
        }
        network.dataPlane.start();
        for (int to = 1; to <= MANY; to++) {
            while (!network.send(0, to, 0, FRAME_BYTES, to)) {
                passTime(network);
            }
        }
        for (int to = 1; to <= MANY; to++) {
            while (!network.ports.get(to).isOpen()) {
                passTime(network);
            }
            while (network.receive(to, (memory, offset, length, descriptor) -> {}, 8) == 0) {
                passTime(network);
            }
        }
        network.dataPlane.close();
        assertThat(network.totals()[0]).isEqualTo(MANY);
        assertThat(network.totals()[2]).as("dropped").isZero(); // word of the last ones may still be on its way back
    }

    /** So that what waits for a line goes on. */
    private static void passTime(final TestNetwork network) {
        network.clock.advanceTo(network.clock.nanoTime() + 1_000);
        Thread.onSpinWait();
    }
}
