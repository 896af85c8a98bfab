package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.PhysicalFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that wait on their way, to the nanosecond: at each cap in turn, on the path, and behind each other. */
class PassageTest {

    private static final int FRAME_BYTES = 1_000;
    private static final int PACKETS = 4;
    private static final long SLOW_NS = 8_000; // a frame, at the cap that binds
    private static final long HORIZON_NS = 1_000_000;
    private static final long ROUTER_MAC = 0x0200_0000_0001L;
    private static final Path INSTANT = new Path(0, 0, 0, 0, 9001);

    /** How a packet ended. */
    private record End(long timeNs, long tag, int outcome) {}

    /** Outbound: bandwidth, packets, the function's line, the card's line. Each before the one that binds makes packets wait too. */
    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "2,0", "3,0", "0,100", "1,100", "2,100", "3,100"})
    void shouldChargeEveryOutboundCapOnce(final int binding, final long delayNs) {
        final long[] frameNs = frameTimes(binding);
        final TestNetwork network = network(1, new Path(0, 0, delayNs, 0, 9001));
        network.port(
                network.card(0, bits(frameNs[3])),
                new Allowances(new Allowances.Settings(
                        bits(frameNs[0]), 0, 0, 0, 0, 1_000_000_000L / frameNs[1], 0, HORIZON_NS)),
                256,
                256,
                bits(frameNs[2]));
        network.port(network.card(0, 0), TestNetwork.unlimited());

        checkSpacing(network, delayNs, binding + 1, binding == 0 ? 0 : frameNs[binding - 1]);
    }

    /** Inbound: the card's line, the function's line, packets, bandwidth. */
    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "2,0", "3,0", "0,100", "1,100", "2,100", "3,100"})
    void shouldChargeEveryInboundCapOnce(final int binding, final long delayNs) {
        final long[] frameNs = frameTimes(binding);
        final TestNetwork network = network(1, new Path(0, 0, delayNs, 0, 9001));
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(
                network.card(0, bits(frameNs[0])),
                new Allowances(new Allowances.Settings(
                        0, 0, bits(frameNs[3]), 0, 0, 1_000_000_000L / frameNs[2], 0, HORIZON_NS)),
                256,
                256,
                bits(frameNs[1]));

        checkSpacing(network, delayNs, Pipeline.STAGE_INBOUND + binding, binding == 0 ? 0 : frameNs[binding - 1]);
    }

    /** What a frame takes at each of four caps: ever longer up to the one that binds, and little after it. */
    private static long[] frameTimes(final int binding) {
        return IntStream.range(0, 4)
                .mapToLong(cap -> cap < binding ? 1_000 * (cap + 1) : cap == binding ? SLOW_NS : 500)
                .toArray();
    }

    private static long bits(final long frameNs) {
        return FRAME_BYTES * 8 * 1_000_000_000L / frameNs;
    }

    private static void checkSpacing(
            final TestNetwork network, final long delayNs, final int code, final long frameNsBefore) {
        final List<End> ends = watch(network);
        send(network, LongStream.range(0, PACKETS).toArray());
        for (long timeNs = 0; timeNs <= PACKETS * SLOW_NS; timeNs += 500) {
            network.runTo(timeNs);
            assertThat(flying(network))
                    .as("in flight of the flow at %d ns", timeNs)
                    .isEqualTo(network.ports.get(0).counters().inFlightPackets())
                    .isEqualTo(PACKETS - ends.size());
        }

        assertThat(ends)
                .isEqualTo(LongStream.range(0, PACKETS)
                        .mapToObj(n -> new End(n * SLOW_NS + delayNs, n, PacketObserver.DELIVERED))
                        .toList());
        final List<Long> waits = new ArrayList<>();
        network.receive(
                1,
                (memory, offset, length, descriptor) -> waits.add(
                        Bytes.getLong(memory, offset - FrameLayout.METADATA_BYTES + FrameLayout.LONGEST_WAIT_OFFSET)),
                PACKETS);
        for (int n = 1; n < PACKETS; n++) {
            assertThat(waits.get(n))
                    .as("cap and time of packet %d's longest wait", n)
                    .isEqualTo((long) code << Pipeline.WAIT_BITS | n * (SLOW_NS - frameNsBefore));
        }
    }

    private static long flying(final TestNetwork network) {
        final long[] flying = new long[1];
        network.dataPlane
                .pipeline(0)
                .forEachFlow((word0, word1, sent, dropped, inFlight, bytes) -> flying[0] += inFlight);
        return flying[0];
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldChargeWhatWaitsInsideACardNothingOfTheCardsLine(final boolean waitsOnItsWayOut) {
        final TestNetwork network = network(1, new Path(0, 0, 100, 0, 9001));
        final PhysicalFunction card = network.card(0, 1_000_000); // a line that would take 8 ms a frame
        final long slow = bits(SLOW_NS);
        final long fast = 100 * slow;
        network.port(card, TestNetwork.unlimited(), 256, 256, waitsOnItsWayOut ? slow : fast);
        network.port(card, TestNetwork.unlimited(), 256, 256, waitsOnItsWayOut ? fast : slow);
        final List<End> ends = watch(network);
        send(network, 0, 1, 2);
        network.runTo(3 * SLOW_NS);

        assertThat(ends).extracting(End::timeNs).containsExactly(100L, SLOW_NS + 100, 2 * SLOW_NS + 100);
    }

    /** One packet a burst, so that none waits for its neighbour: each finds the card's lines as those before it left them. */
    @Test
    void shouldChargeWhatNeedNotWaitTheCardsLineOutsideTheCardAndThereAlone() {
        final TestNetwork network = network(1, INSTANT);
        final PhysicalFunction card = network.card(0, bits(SLOW_NS));
        network.port(card, TestNetwork.unlimited());
        network.port(card, TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited());
        final List<End> ends = watch(network);
        final int[][] ways = {{0, 1}, {0, 1}, {0, 2}, {0, 2}, {2, 1}, {2, 1}}; // inside twice, out twice, in twice
        for (int i = 0; i < ways.length; i++) {
            assertThat(network.send(ways[i][0], ways[i][1], 0, FRAME_BYTES, i)).isTrue();
            network.dataPlane.turn();
        }
        network.runTo(10 * SLOW_NS);

        assertThat(ends)
                .extracting(End::tag, End::timeNs)
                .containsExactlyInAnyOrder(
                        tuple(0L, 0L),
                        tuple(1L, 0L),
                        tuple(2L, 0L),
                        tuple(3L, SLOW_NS),
                        tuple(4L, 0L),
                        tuple(5L, SLOW_NS));
    }

    @Test
    void shouldNotOvertakeOnAShorterPath() {
        final TestNetwork network = network(1, new Path(0, 0, 20_000, 0, 9001));
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited());
        final List<End> ends = watch(network);
        send(network, 1);
        network.changePath(new Path(0, 0, 5_000, 0, 9001));
        send(network, 2);
        network.runTo(16_000);
        send(network, 3);
        network.runTo(30_000);

        assertThat(ends)
                .containsExactly(
                        new End(20_000, 1, PacketObserver.DELIVERED),
                        new End(20_000, 2, PacketObserver.DELIVERED),
                        new End(21_000, 3, PacketObserver.DELIVERED));
    }

    /**
     * The first packets have the card's line still before them, behind the function's; the flow's address then moves to a
     * port of the same card, to which the line does not lie on the way.
     */
    @ParameterizedTest
    @ValueSource(longs = {0, 100})
    void shouldNotOvertakeWhatWaitsForTheCardsLineWhenTheRouteMovesInsideTheCard(final long delayNs) {
        final TestNetwork network = network(1, new Path(0, 0, delayNs, 0, 9001));
        final PhysicalFunction card = network.card(0, bits(SLOW_NS));
        network.port(card, TestNetwork.unlimited(), 256, 256, bits(1_000));
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(card, TestNetwork.unlimited());
        final List<End> ends = watch(network);
        sendRouted(network, 1, 2, 3);
        network.moveAddress(1, 2);
        sendRouted(network, 4, 5);
        network.runTo(100_000);

        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(3);
        assertThat(network.ports.get(2).receivedPackets()).isEqualTo(2);
        assertThat(ends).extracting(End::tag).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(ends).extracting(End::timeNs).isSorted();
    }

    @Test
    void shouldNotOvertakeWhatWaitsInsideTheCardWhenTheRouteMovesOutOfIt() {
        final TestNetwork network = network(1, INSTANT);
        final PhysicalFunction card = network.card(0, bits(10));
        network.port(card, TestNetwork.unlimited(), 256, 256, bits(1_000));
        network.port(card, TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited());
        final List<End> ends = watch(network);
        sendRouted(network, 1, 2, 3);
        network.moveAddress(1, 2);
        sendRouted(network, 4, 5);
        network.runTo(100_000);

        assertThat(ends).extracting(End::tag).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(ends).extracting(End::timeNs).containsExactly(0L, 1_000L, 2_000L, 3_000L, 4_000L);
    }

    /** The far worker says why it dropped, and the sender's port counts it once and under that. */
    @ParameterizedTest
    @CsvSource({"1, RX_OVERRUNS", "2, RX_OVERRUNS", "1, BW_IN_ALLOWANCE_EXCEEDED", "2, BW_IN_ALLOWANCE_EXCEEDED"})
    void shouldCountADropWhereThePacketCameFrom(final int workers, final DropReason reason) {
        final TestNetwork network = network(workers, new Path(0, 0, 100, 0, 9001));
        network.port(network.card(0, 0), TestNetwork.unlimited());
        final boolean overruns = reason == DropReason.RX_OVERRUNS;
        network.port(
                network.card(workers - 1, 0),
                overruns
                        ? TestNetwork.unlimited()
                        : new Allowances(new Allowances.Settings(0, 0, bits(SLOW_NS), 0, 0, 0, 0, SLOW_NS)),
                256,
                overruns ? 2 : 256);
        final List<End> ends = watch(network);
        send(network, 0, 1, 2, 3, 4);
        network.runTo(100_000);

        assertThat(ends).filteredOn(end -> end.outcome == reason.ordinal()).hasSize(3);
        assertThat(Arrays.stream(DropReason.values())
                        .mapToLong(network.ports.get(0).counters()::droppedPackets))
                .as("drops by reason")
                .containsExactlyElementsOf(Arrays.stream(DropReason.values())
                        .map(each -> each == reason ? 3L : 0L)
                        .toList());
        assertThat(network.ports.get(1).counters().droppedPackets()).isZero();
        assertThat(flying(network)).isZero();
        network.dataPlane.pipeline(0).forEachFlow((word0, word1, sent, dropped, inFlight, bytes) -> {
            assertThat(sent).isEqualTo(5);
            assertThat(dropped).isEqualTo(3);
        });
    }

    @Test
    void shouldRememberAFlowOfWhichEveryPacketIsDroppedAtAnOutboundCap() {
        final TestNetwork network = network(1, INSTANT);
        network.port(
                network.card(0, 0),
                new Allowances(new Allowances.Settings(bits(SLOW_NS), 0, 0, 0, 0, 0, 0, SLOW_NS / 2)));
        network.port(network.card(0, 0), TestNetwork.unlimited());
        final int halfMinutes = 6;
        for (int halfMinute = 1; halfMinute <= halfMinutes; halfMinute++) {
            network.runTo(halfMinute * 30_000_000_000L);
            network.send(0, 1, 0, FRAME_BYTES, 0); // takes what the allowance has at once
            network.dataPlane.turn();
            network.send(0, 1, 1, FRAME_BYTES, 1);
            network.dataPlane.turn();
        }

        final List<List<Long>> flows = new ArrayList<>();
        network.dataPlane
                .pipeline(0)
                .forEachFlow((word0, word1, sent, dropped, inFlight, bytes) -> flows.add(List.of(sent, dropped)));
        assertThat(flows).containsExactlyInAnyOrder(List.of((long) halfMinutes, 0L), List.of((long) halfMinutes, (long)
                halfMinutes));
    }

    private static TestNetwork network(final int workers, final Path path) {
        return new TestNetwork(workers, 256, path, 1514);
    }

    private static List<End> watch(final TestNetwork network) {
        final List<End> ends = new ArrayList<>();
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> ends.add(new End(timeNs, tag, outcome)));
        return ends;
    }

    /** Sends packets of one flow to port 1, as one burst. */
    private static void send(final TestNetwork network, final long... tags) {
        for (final long tag : tags) {
            assertThat(network.send(0, 1, 0, FRAME_BYTES, tag)).isTrue();
        }
        network.dataPlane.turn();
    }

    /** The same through the router, so that it does not matter whose MAC the address leads to. */
    private static void sendRouted(final TestNetwork network, final long... tags) {
        final byte[] frame = new byte[FRAME_BYTES];
        new FrameBuilder()
                .macs(TestNetwork.mac(0), ROUTER_MAC)
                .ipv4(TestNetwork.address(0), TestNetwork.address(1))
                .udp(1000, 5000)
                .write(frame, 0, FRAME_BYTES);
        for (final long tag : tags) {
            assertThat(network.send(0, frame, tag)).isTrue();
        }
        network.dataPlane.turn();
    }
}
