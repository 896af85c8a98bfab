package io.ringlane.dataplane.nic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.fixture.TestNetwork;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A driver that starts anew finds all counters at zero. */
class ResetCountersTest {

    private final TestNetwork network = new TestNetwork(1, 256, new TestNetwork.Path(0, 0, 20_000, 0, 1500), 1514);
    private final VirtualFunction sender = network.port(network.card(0, 0), TestNetwork.unlimited(), 64, 64);
    private final VirtualFunction receiver = network.port(network.card(0, 0), TestNetwork.unlimited(), 64, 4);

    private void send(final int frames) {
        for (int i = 0; i < frames; i++) {
            assertThat(network.send(0, 1, 0, 100, i)).isTrue();
        }
        network.runTo(network.clock.nanoTime() + 1_000_000);
    }

    @Test
    void shouldShowNothingOfWhatWasBefore() {
        send(6); // of which two find no frame
        assertThat(DeviceCounters.read(sender)).containsEntry("tx_packets", 6L).containsEntry("tx_drops", 2L);
        assertThat(DeviceCounters.read(receiver))
                .containsEntry("rx_packets", 4L)
                .containsEntry("rx_overruns", 2L);
        sender.resetCounters();
        receiver.resetCounters();

        assertThat(DeviceCounters.read(sender).values()).containsOnly(0L);
        assertThat(DeviceCounters.read(receiver).values()).containsOnly(0L);
        assertThat(DeviceCounters.readOwn(sender).values()).containsOnly(0L);
        assertThat(sender.counters().droppedPackets(DropReason.RX_OVERRUNS)).isZero();

        network.receive(1, (memory, offset, length, descriptor) -> {}, 8);
        send(5);
        assertThat(DeviceCounters.read(sender))
                .containsAllEntriesOf(Map.of("tx_packets", 5L, "tx_bytes", 500L, "tx_drops", 1L, "queue_0_tx_cnt", 5L));
        assertThat(DeviceCounters.read(receiver))
                .containsAllEntriesOf(Map.of("rx_packets", 4L, "rx_bytes", 400L, "rx_overruns", 1L));
        assertThat(sender.counters().droppedPackets(DropReason.RX_OVERRUNS)).isOne();
    }

    @Test
    void shouldCountWhatIsOnItsWayAsSentAfterIt() {
        send(1);
        network.send(0, 1, 0, 100, 7);
        network.dataPlane.turn();
        final PortCounters counters = sender.counters();
        assertThat(counters.inFlightPackets()).isOne();
        sender.resetCounters();
        assertThat(counters.sentPackets()).isOne();
        assertThat(counters.inFlightPackets()).isOne();
        network.runTo(network.clock.nanoTime() + 1_000_000);
        assertThat(counters.sentPackets())
                .isEqualTo(counters.deliveredPackets())
                .isOne();
    }

    @Test
    void shouldCountFromThereAtAFunctionThatNobodyHadUsed() {
        sender.resetCounters();
        receiver.resetCounters();
        send(1);
        assertThat(DeviceCounters.read(sender)).containsEntry("tx_packets", 1L).containsEntry("queue_0_tx_cnt", 1L);
        assertThat(DeviceCounters.read(receiver)).containsEntry("rx_packets", 1L);
        assertThat(sender.resets()).isOne();
    }
}
