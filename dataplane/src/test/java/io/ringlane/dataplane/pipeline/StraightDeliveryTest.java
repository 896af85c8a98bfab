package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.PacketParser;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to packets that need not wait anywhere, and to those of the same flow that had to. */
class StraightDeliveryTest {

    private static final int FRAME_BYTES = 100;
    private static final long ROUTER_MAC = 0x0200_0000_0001L; // a data plane's unless told otherwise
    private static final Path INSTANT = new Path(0, 0, 0, 0, 9001);
    private static final Path FAR = new Path(0, 0, 20_000, 0, 9001);

    @Test
    void shouldDeliverAtOnceWhatNeedNotWait() {
        final TestNetwork network = network(INSTANT, 2);
        send(network, 0, 1, 2, 3);

        assertThat(network.waitingFrames()).isZero();
        assertThat(receivedTags(network, 1)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldNotOvertakeWhatIsUnderWayWhenARouteLosesItsDelay() {
        final TestNetwork network = network(FAR, 2);
        send(network, 0, 1);
        network.changePath(INSTANT);
        send(network, 0, 2);
        network.runTo(20_000);
        send(network, 0, 3);

        assertThat(receivedTags(network, 1)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldNotOvertakeWhatWaitsAtAFlowCapWhenARouteLosesItsCap() {
        final TestNetwork network = network(new Path(1_000_000, 10_000_000, 0, 0, 9001), 2); // 800 us a frame
        send(network, 0, 1, 2, 3);
        network.changePath(INSTANT);
        send(network, 0, 4);
        network.runTo(10_000_000);
        send(network, 0, 5);

        assertThat(receivedTags(network, 1)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldFollowAChangedRouteFromTheNextPacketOn() {
        final TestNetwork network = network(FAR, 2);
        send(network, 0, 1);
        network.runTo(20_000);
        assertThat(receivedTags(network, 1)).containsExactly(1L);
        network.changePath(INSTANT);
        send(network, 0, 2);

        assertThat(receivedTags(network, 1)).containsExactly(2L);
    }

    /** One of the two is never the index's first candidate, whichever order they come in. */
    @Test
    void shouldTellFlowsApartWhoseHashesMeet() {
        final TestNetwork network = network(FAR, 2);
        final int[] meeting = flowsThatMeet(network.dataPlane.pipeline(0).flowTable());
        for (final int flow : meeting) {
            network.send(0, 1, flow, FRAME_BYTES, flow);
            network.dataPlane.turn();
        }
        network.runTo(20_000);
        assertThat(receivedTags(network, 1)).containsExactly((long) meeting[0], (long) meeting[1]);
        network.changePath(INSTANT);
        for (final int flow : meeting) {
            network.send(0, 1, flow, FRAME_BYTES, flow);
            network.dataPlane.turn();
        }

        assertThat(receivedTags(network, 1)).containsExactly((long) meeting[0], (long) meeting[1]);
        final Map<Integer, Long> sent = new HashMap<>();
        network.dataPlane
                .pipeline(0)
                .forEachFlow((word0, word1, packets, dropped, inFlight, bytes) ->
                        sent.put(FlowKey.sourcePort(word1) - 1000, packets));
        assertThat(sent).containsOnly(Map.entry(meeting[0], 2L), Map.entry(meeting[1], 2L));
    }

    /** Two flows of port 0 to port 1 with one tag and one slot of the smallest index. */
    private static int[] flowsThatMeet(final FlowTable table) {
        final Map<Long, Integer> seen = new HashMap<>();
        final long[] key = new long[PacketParser.KEY_WORDS];
        for (int flow = 0; flow < 60_000; flow++) {
            final byte[] frame = TestNetwork.frame(0, 1, flow, FRAME_BYTES);
            PacketParser.parse(frame, 0, FRAME_BYTES, FRAME_BYTES, key, 0);
            key[1] = FlowKey.withPort(key[1], 0);
            final long hash = table.hash(key, 0);
            final Integer other = seen.put(hash & 0x3FF | hash >>> 56 << 10, flow);
            if (other != null) {
                return new int[] {other, flow};
            }
        }
        throw new AssertionError("no two of 60,000 flows share 18 bits of their hashes");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000})
    void shouldGiveRoutedFramesTheirNextHopsMacs(final long delayNs) {
        final TestNetwork network = network(new Path(0, 0, delayNs, 0, 9001), 2);
        network.send(0, frame(TestNetwork.mac(0), ROUTER_MAC), 1);
        network.runTo(20_000);

        final List<byte[]> received = new ArrayList<>();
        network.receive(
                1,
                (memory, offset, length, descriptor) -> {
                    final byte[] copy = new byte[length];
                    System.arraycopy(memory, offset, copy, 0, length);
                    received.add(copy);
                },
                2);
        assertThat(received).containsExactly(frame(ROUTER_MAC, TestNetwork.mac(1)));
    }

    @Test
    void shouldChooseTheQueueAsThePathWithAWaitDoes() {
        assertThat(spread(INSTANT)).isEqualTo(spread(FAR)).doesNotContain(0L).hasSize(4);
    }

    private static List<Long> spread(final Path path) {
        final TestNetwork network = network(path, 1);
        final VirtualFunction receiver = network.dataPlane.addFunction(
                network.card(0, 0),
                "port1",
                VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(1), TestNetwork.unlimited())
                        .withQueuePairs(4)
                        .withLine(100_000_000_000_000L)); // takes a burst at once
        network.ports.add(receiver);
        for (int flow = 0; flow < 100; flow++) {
            network.send(0, 1, flow, FRAME_BYTES, flow);
            if (flow % 8 == 7) {
                network.dataPlane.turn();
            }
        }
        network.runTo(1_000_000);
        return IntStream.range(0, 4)
                .mapToObj(queue -> receiver.cardQueue(queue).receivedPackets())
                .toList();
    }

    @Test
    void shouldCountAnOverrunOnceAndNoneOfItsBytes() {
        final TestNetwork network = network(INSTANT, 1);
        final VirtualFunction receiver = network.port(network.card(0, 0), TestNetwork.unlimited(), 1, 3);
        for (int i = 0; i < 5; i++) {
            network.send(0, 1, 0, FRAME_BYTES + i, i);
        }
        network.dataPlane.turn();

        final CardQueue queue = receiver.cardQueue(0);
        assertThat(queue.receivedPackets()).isEqualTo(3);
        assertThat(queue.receivedBytes()).isEqualTo(3 * FRAME_BYTES + 3);
        assertThat(receiver.counters().receiveOverruns()).isEqualTo(2);
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.RX_OVERRUNS))
                .isEqualTo(2);
        assertThat(receivedTags(network, 1)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void shouldCheckTheAddressOfEachPortThoughAnotherPortHasTheFlow() {
        final TestNetwork network = network(INSTANT, 3);
        send(network, 0, 1);
        network.send(2, frame(TestNetwork.mac(2), TestNetwork.mac(1)), 2);
        network.dataPlane.turn();

        assertThat(receivedTags(network, 1)).containsExactly(1L);
        assertThat(network.ports.get(2).counters().droppedPackets(DropReason.SPOOFED_ADDRESS))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 13, 1515, 0xFFFFF})
    void shouldDropADescriptorWhoseLengthNoFrameHas(final int lengthBytes) {
        final TestNetwork network = network(INSTANT, 2);
        final QueuePair queue = network.ports.get(0).queuePair(0);
        assertThat(queue.transmit(new long[] {Descriptor.of(queue.take(), lengthBytes)}, 0, 1))
                .isEqualTo(1);
        network.dataPlane.turn();

        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.BAD_DESCRIPTOR))
                .isEqualTo(1);
        assertThat(network.dataPlane.pipeline(0).freeFrames())
                .isEqualTo(network.dataPlane.pipeline(0).homeFrames());
    }

    @Test
    void shouldChargeTheBytesPresentWhereADescriptorClaimsFewerOnTheWire() {
        final TestNetwork network = network(INSTANT, 2);
        final QueuePair queue = network.ports.get(0).queuePair(0);
        final int frame = queue.take();
        final byte[] bytes = TestNetwork.frame(0, 1, 0, FRAME_BYTES);
        System.arraycopy(bytes, 0, queue.region().memory(frame), queue.region().data(frame), FRAME_BYTES);
        Bytes.putShort(
                queue.region().memory(frame), queue.region().metadata(frame) + FrameLayout.WIRE_LENGTH_OFFSET, 20);
        queue.transmit(new long[] {Descriptor.of(frame, FRAME_BYTES, Descriptor.TRUNCATED)}, 0, 1);
        network.dataPlane.turn();

        assertThat(network.ports.get(0).sentBytes()).isEqualTo(FRAME_BYTES);
        assertThat(network.ports.get(1).receivedBytes()).isEqualTo(FRAME_BYTES);
    }

    @Test
    void shouldDropAFrameToAMacThatIsNeitherTheDestinationsNorTheRouters() {
        final TestNetwork network = network(INSTANT, 3);
        network.send(0, frame(TestNetwork.mac(0), TestNetwork.mac(2)), 1);
        network.dataPlane.turn();

        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.UNKNOWN_MAC))
                .isEqualTo(1);
    }

    @Test
    void shouldDropABroadcastUnderAReasonOfItsOwnAndItAlone() {
        final TestNetwork network = network(INSTANT, 2);
        final long broadcast = 0xFFFF_FFFF_FFFFL;
        network.send(0, frame(TestNetwork.mac(0), broadcast), 0);
        network.send(0, frame(TestNetwork.mac(0), TestNetwork.mac(1)), 1);
        network.send(0, frame(TestNetwork.mac(0), broadcast), 2);
        network.dataPlane.turn();

        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.GROUP_ADDRESS))
                .isEqualTo(2);
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(1);
    }

    @Test
    void shouldLookAtTheDestinationMacOfEveryPacketOfAFlow() {
        final TestNetwork network = network(INSTANT, 3);
        final long[] macs = {1, 2, 1, 2, 2, 1}; // port 1 has the flow's address
        for (int i = 0; i < macs.length; i++) {
            network.send(0, frame(TestNetwork.mac(0), TestNetwork.mac((int) macs[i])), i);
        }
        network.dataPlane.turn();

        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.UNKNOWN_MAC))
                .isEqualTo(3);
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(3);
        assertThat(network.ports.get(2).receivedPackets()).isZero();
    }

    @Test
    void shouldActAsTheRouterForThosePacketsOfAFlowThatAreSentToIt() {
        final TestNetwork network = network(INSTANT, 2);
        final long[] macs = {TestNetwork.mac(1), ROUTER_MAC, TestNetwork.mac(1), ROUTER_MAC};
        for (int i = 0; i < macs.length; i++) {
            network.send(0, frame(TestNetwork.mac(0), macs[i]), i);
        }
        network.dataPlane.turn();
        final List<Long> sources = new ArrayList<>();
        network.ports
                .get(1)
                .queuePair(0)
                .receive(
                        (memory, offset, lengthBytes, descriptor) ->
                                sources.add(Long.reverseBytes(Bytes.getLong(memory, offset + 6)) >>> 16),
                        8);

        assertThat(sources).containsExactly(TestNetwork.mac(0), ROUTER_MAC, TestNetwork.mac(0), ROUTER_MAC);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 1 << 20})
    void shouldRefuseAFrameThatDoesNotExistBeforeAWorkerSeesIt(final int frame) {
        final TestNetwork network = network(INSTANT, 2);
        final QueuePair queue = network.ports.get(0).queuePair(0);

        assertThatThrownBy(() -> queue.transmit(new long[] {Descriptor.of(frame, FRAME_BYTES)}, 0, 1))
                .hasMessageContaining("frame " + frame + " does not exist");
        assertThat(network.dataPlane.turn()).isZero();
    }

    @Test
    void shouldRememberAFlowWithoutACapAsLongAsItSends() {
        final TestNetwork network = network(INSTANT, 2);
        for (int halfMinute = 1; halfMinute <= 6; halfMinute++) {
            network.runTo(halfMinute * 30_000_000_000L);
            send(network, 0, halfMinute);
            network.dataPlane.turn();
        }
        final List<Long> sent = new ArrayList<>();
        network.dataPlane.pipeline(0).forEachFlow((word0, word1, packets, dropped, inFlight, bytes) -> {
            sent.add(packets);
            assertThat(bytes).isEqualTo(packets * FRAME_BYTES);
        });
        assertThat(sent).containsExactly(6L);
    }

    /** From the address of port 0 to that of port 1, whatever the MACs say. */
    private static byte[] frame(final long sourceMac, final long destinationMac) {
        final byte[] frame = new byte[FRAME_BYTES];
        new FrameBuilder()
                .macs(sourceMac, destinationMac)
                .ipv4(TestNetwork.address(0), TestNetwork.address(1))
                .udp(1000, 5000)
                .write(frame, 0, FRAME_BYTES);
        return frame;
    }

    private static TestNetwork network(final Path path, final int ports) {
        final TestNetwork network = new TestNetwork(1, 256, path, 1514);
        for (int port = 0; port < ports; port++) {
            network.port(network.card(0, 0), TestNetwork.unlimited());
        }
        return network;
    }

    /** Sends packets of one flow to port 1, as one burst. */
    private static void send(final TestNetwork network, final int from, final long... tags) {
        for (final long tag : tags) {
            assertThat(network.send(from, 1, 0, FRAME_BYTES, tag)).isTrue();
        }
        network.dataPlane.turn();
    }

    private static List<Long> receivedTags(final TestNetwork network, final int port) {
        final List<Long> tags = new ArrayList<>();
        network.receive(
                port,
                (memory, offset, length, descriptor) ->
                        tags.add(Bytes.getLong(memory, offset - FrameLayout.METADATA_BYTES + FrameLayout.TAG_OFFSET)),
                Integer.MAX_VALUE);
        return tags;
    }
}
