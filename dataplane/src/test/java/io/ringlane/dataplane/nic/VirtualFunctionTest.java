package io.ringlane.dataplane.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.worker.DataPlane;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a virtual function has, what it refuses, and what it counts. */
class VirtualFunctionTest {

    private static final int FRAME_BYTES = 100;
    private static final long IPV6_HIGH = 0x20010DB8L << 32;

    private final TestNetwork network = new TestNetwork(1, 1024, new Path(0, 0, 1_000, 0, 9001), 1514);

    @Test
    void shouldGiveAnIntelFunctionFourQueuesUntilThirtyTwoShareTheCardAndTwoAfterThat() {
        final PhysicalFunction card = intel();
        for (int i = 0; i < 32; i++) {
            assertThat(add(card, i, 4).queueCount()).isEqualTo(4);
        }
        assertThatThrownBy(() -> add(card, 32, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4 queue pairs on old (INTEL_82599): takes 1 to 2");
        assertThat(add(card, 32, 2).queueCount()).isEqualTo(2);
        assertThat(card.freeFunctions()).isEqualTo(30);
    }

    @Test
    void shouldNotLetAnIntelFunctionSetTheTableThatItSharesWithItsCard() {
        final PhysicalFunction card =
                network.dataPlane.addCard("intel", DeviceModel.INTEL_82599, 0, 10_000_000_000L, 0, 0);
        final VirtualFunction function = network.dataPlane.addFunction(
                card,
                "intel-0",
                VirtualFunctionConfig.defaults(DeviceModel.INTEL_82599, TestNetwork.mac(9), TestNetwork.unlimited())
                        .withQueuePairs(2));

        assertThatThrownBy(() -> function.indirection().set(0, 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("physical function");
        assertThat(function.indirection().queue(0)).isZero();
    }

    @Test
    void shouldRefuseARingThatTheDeviceDoesNotHave() {
        final VirtualFunctionConfig config = config(0, 1).withFrames(1024, 8192, 1, 1);

        assertThatThrownBy(() -> network.dataPlane.addFunction(intel(), "port", config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("receive ring of 8192 slots: INTEL_82599 takes powers of two from 64 to 4096");
    }

    @Test
    void shouldDropAndCountWhatClaimsAnotherMacOrAnotherAddress() {
        twoPorts();
        network.send(0, udp(TestNetwork.mac(7), TestNetwork.address(0)), 1);
        network.send(0, udp(TestNetwork.mac(0), TestNetwork.address(7)), 2);
        network.send(0, udpIpv6(7), 3);
        network.send(0, udp(TestNetwork.mac(0), TestNetwork.address(0)), 4);
        network.runTo(1_000_000);

        final VirtualFunction sender = network.ports.get(0);
        assertThat(sender.counters().droppedPackets(DropReason.SPOOFED_MAC)).isEqualTo(1);
        assertThat(sender.counters().droppedPackets(DropReason.SPOOFED_ADDRESS)).isEqualTo(2);
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(1);
        assertThat(DeviceCounters.read(sender)).containsEntry("tx_packets", 4L).containsEntry("tx_drops", 3L);
    }

    @Test
    void shouldCarryIpv6() {
        twoPorts();
        network.send(0, udpIpv6(0), 1);
        network.runTo(1_000_000);

        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(1);
    }

    @Test
    void shouldSpreadFlowsAsTheIndirectionTableSays() {
        network.port(network.card(0, 0), TestNetwork.unlimited());
        final VirtualFunction receiver = network.dataPlane.addFunction(
                network.card(0, 0),
                "port1",
                VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(1), TestNetwork.unlimited())
                        .withQueuePairs(4));
        network.ports.add(receiver);
        assertThat(IntStream.range(0, IndirectionTable.ENTRIES)
                        .map(receiver.indirection()::queue)
                        .toArray())
                .isEqualTo(IntStream.range(0, 128).map(entry -> entry % 4).toArray());

        sendFlows(256);
        final long[] spread = received(receiver);
        assertThat(Arrays.stream(spread).boxed()).hasSize(4).allMatch(packets -> packets >= 32 && packets <= 96);

        IntStream.range(0, IndirectionTable.ENTRIES)
                .forEach(entry -> receiver.indirection().set(entry, 3));
        sendFlows(256);
        assertThat(received(receiver)).containsExactly(spread[0], spread[1], spread[2], spread[3] + 256);
        assertThatThrownBy(() -> receiver.indirection().set(128, 0))
                .hasMessage("entry 128 -> queue 0 is outside 0..127 -> 0..3");
    }

    @Test
    void shouldRefuseAFrameWhenTheRingIsFullAndTakeItLater() {
        network.port(network.card(0, 0), TestNetwork.unlimited(), 300, 256);
        final QueuePair queue = network.ports.get(0).queuePair(0);
        for (int i = 0; i < queue.transmitSlots(); i++) {
            assertThat(queue.transmit(queue.take(), FRAME_BYTES)).isTrue();
        }
        final int frame = queue.take();
        assertThat(queue.transmit(frame, FRAME_BYTES)).isFalse();
        assertThat(queue.transmit(new long[] {Descriptor.of(frame, FRAME_BYTES)}, 0, 1))
                .isZero();
        assertThat(DeviceCounters.read(network.ports.get(0))).containsEntry("queue_0_tx_queue_stop", 1L);
        queue.flush();
        network.dataPlane.turn();

        assertThat(queue.transmit(frame, FRAME_BYTES)).isTrue();
        assertThat(network.ports.get(0).counters().sentPackets()).isEqualTo(queue.transmitSlots());
    }

    @Test
    void shouldCountAnOverrunWhereNoFrameIsPosted() {
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited(), 1, 8);
        sendFlows(20);

        assertThat(network.ports.get(1).counters().receiveOverruns()).isEqualTo(12);
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.RX_OVERRUNS))
                .isEqualTo(12);
        assertThat(DeviceCounters.read(network.ports.get(1))).containsEntry("rx_overruns", 12L);
    }

    @Test
    void shouldPostAgainWhatWasPolledLastAndOnce() {
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited(), 1, 8);
        final QueuePair queue = network.ports.get(1).queuePair(0);
        final long[] descriptors = new long[8];
        for (int lap = 0; lap < 100; lap++) { // around the ring, and every frame of it
            sendFlows(5);
            assertThat(queue.poll(descriptors, 0, 8)).isEqualTo(5);
            assertThat(queue.repost()).isEqualTo(5);
            assertThat(queue.repost()).as("once").isZero();
        }
        sendFlows(5);
        assertThat(queue.poll(descriptors, 0, 8)).isEqualTo(5);
        assertThat(queue.post(descriptors, 0, 3)).isEqualTo(3);
        assertThat(queue.repost()).as("after others were posted").isZero();
        assertThat(queue.post(descriptors, 3, 2)).isEqualTo(2);

        assertThat(network.ports.get(0).counters().droppedPackets()).isZero();
        assertThat(FrameCensus.frames(network.ports.get(1))).isEqualTo(9);
    }

    @Test
    void shouldCountWhatAnAllowanceQueuesAtThePortItBelongsTo() {
        final long rate = 1_000_000_000L;
        network.port(network.card(0, 0), new Allowances(new Allowances.Settings(rate, rate, 0, 0, 0, 0, 0, 100_000)));
        network.port(
                network.card(0, 0),
                new Allowances(new Allowances.Settings(0, 0, rate / 2, rate / 2, 0, 0, 0, 100_000)));
        final int packets = 70; // number i waits i times 0.8 us on either side, and counts beyond half of 100 us
        for (int i = 0; i < packets; i++) {
            network.send(0, 1, 0, FRAME_BYTES, i);
        }
        network.runTo(1_000_000);

        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(packets);
        assertThat(DeviceCounters.read(network.ports.get(0)))
                .containsEntry("bw_out_allowance_exceeded", 7L)
                .containsEntry("bw_in_allowance_exceeded", 0L);
        assertThat(DeviceCounters.read(network.ports.get(1)))
                .containsEntry("bw_out_allowance_exceeded", 0L)
                .containsEntry("bw_in_allowance_exceeded", 7L);
    }

    @Test
    void shouldRefuseFramesThatDoNotExistWhereTheyAreHandedOver() {
        twoPorts();
        final QueuePair queue = network.ports.get(0).queuePair(0);
        final int beyond = network.dataPlane.region().allocatedFrames();
        for (final int frame : new int[] {beyond, -1}) {
            final long[] burst = {Descriptor.of(queue.take(), FRAME_BYTES), Descriptor.of(frame, FRAME_BYTES)};
            assertThatThrownBy(() -> queue.post(frame)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.post(burst, 0, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.transmit(frame, FRAME_BYTES)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.transmit(burst, 0, 2))
                    .hasMessage("frame " + frame + " does not exist; there are " + beyond + ", from 0");
        }
        assertThat(queue.transmitBacklog()).isZero();
    }

    @Test
    void shouldShowTheCardAFullRingEvenIfABurstIsRefused() {
        network.port(network.card(0, 0), TestNetwork.unlimited(), 300, 256);
        final QueuePair queue = network.ports.get(0).queuePair(0);
        for (int i = 0; i < queue.transmitSlots(); i++) {
            queue.transmit(queue.take(), FRAME_BYTES); // not flushed
        }
        assertThat(queue.transmit(new long[] {Descriptor.of(queue.take(), FRAME_BYTES)}, 0, 1))
                .isZero();
        assertThat(queue.transmitBacklog()).isEqualTo(queue.transmitSlots());
    }

    @Test
    void shouldTakeNoFlagOfASenderForItsOwn() {
        twoPorts();
        final QueuePair queue = network.ports.get(0).queuePair(0);
        final int frame = queue.take();
        final byte[] packet = udp(TestNetwork.mac(0), TestNetwork.address(0));
        System.arraycopy(
                packet,
                0,
                network.dataPlane.region().memory(frame),
                network.dataPlane.region().data(frame),
                packet.length);
        Bytes.putShort(
                network.dataPlane.region().memory(frame),
                network.dataPlane.region().metadata(frame) + FrameLayout.WIRE_LENGTH_OFFSET,
                1500);
        queue.transmit(new long[] {Descriptor.of(frame, packet.length, Descriptor.WAITED)}, 0, 1);
        network.runTo(1_000_000);

        assertThat(network.ports.get(0).sentBytes()).isEqualTo(packet.length);
        final long[] received = new long[1];
        assertThat(network.ports.get(1).queuePair(0).poll(received, 0, 1)).isOne();
    }

    @Test
    void shouldCloseTwice() {
        final DataPlane plane = network.dataPlane;
        plane.start();
        plane.close();
        plane.close();
        assertThatThrownBy(plane::start).hasMessage("the data plane is closed");
    }

    private void twoPorts() {
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited());
    }

    private void sendFlows(final int flows) {
        for (int flow = 0; flow < flows; flow++) {
            assertThat(network.send(0, 1, flow, FRAME_BYTES, flow)).isTrue();
            network.dataPlane.turn();
        }
        network.runTo(network.clock.nanoTime() + 1_000_000);
    }

    private static long[] received(final VirtualFunction function) {
        return IntStream.range(0, function.queueCount())
                .mapToLong(queue -> function.cardQueue(queue).receivedPackets())
                .toArray();
    }

    private PhysicalFunction intel() {
        return network.dataPlane.addCard("old", DeviceModel.INTEL_82599, 0, 10_000_000_000L, 500_000, 0);
    }

    private VirtualFunction add(final PhysicalFunction card, final int index, final int queuePairs) {
        return network.dataPlane.addFunction(card, "port" + index, config(index, queuePairs));
    }

    private static VirtualFunctionConfig config(final int index, final int queuePairs) {
        return VirtualFunctionConfig.defaults(DeviceModel.INTEL_82599, TestNetwork.mac(index), TestNetwork.unlimited())
                .withQueuePairs(queuePairs)
                .withFrames(64, 64, 1, 1);
    }

    private static byte[] udp(final long sourceMac, final int source) {
        return write(new FrameBuilder().macs(sourceMac, TestNetwork.mac(1)).ipv4(source, TestNetwork.address(1)));
    }

    private static byte[] udpIpv6(final int source) {
        return write(
                new FrameBuilder().macs(TestNetwork.mac(0), TestNetwork.mac(1)).ipv6(IPV6_HIGH, source, IPV6_HIGH, 1));
    }

    private static byte[] write(final FrameBuilder builder) {
        final byte[] frame = new byte[FRAME_BYTES];
        builder.udp(1000, 5000).write(frame, 0, FRAME_BYTES);
        return frame;
    }
}
