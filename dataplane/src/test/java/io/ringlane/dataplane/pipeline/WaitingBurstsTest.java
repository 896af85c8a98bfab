package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Packets of one burst on paths with a delay: when each arrives, in which order, and what becomes of those that cannot. */
class WaitingBurstsTest {

    private static final int SHORT_BYTES = 100;
    private static final int LONG_BYTES = 1_000;
    private static final int MTU_BYTES = 500;
    private static final long NEAR_NS = 20_000;
    private static final long FAR_NS = 50_000;

    /** How a packet ended. */
    private record End(long timeNs, long tag, int outcome) {}

    @Test
    void shouldLetPacketsOfABurstArriveAtTheirOwnTimesAndInOrder() {
        final TestNetwork network = network(2, NEAR_NS);
        network.widen(new Path(0, 0, FAR_NS, 0, 9001));
        final List<End> ends = watch(network);
        for (int tag = 0; tag < 8; tag++) {
            network.send(0, 1, tag, tag % 3 == 0 ? LONG_BYTES : SHORT_BYTES, tag);
        }
        network.dataPlane.turn();
        assertThat(network.waitingFrames()).isEqualTo(8);
        network.runTo(NEAR_NS);
        assertThat(network.waitingFrames()).isEqualTo(3);
        network.runTo(FAR_NS);

        assertThat(network.waitingFrames()).isZero();
        assertThat(ends)
                .containsExactly(
                        delivered(NEAR_NS, 1),
                        delivered(NEAR_NS, 2),
                        delivered(NEAR_NS, 4),
                        delivered(NEAR_NS, 5),
                        delivered(NEAR_NS, 7),
                        delivered(FAR_NS, 0),
                        delivered(FAR_NS, 3),
                        delivered(FAR_NS, 6));
    }

    /** What follows a packet of its flow on the longer path waits for it, and is due with it. */
    @Test
    void shouldKeepAFlowInOrderWhosePacketsTakeTwoPaths() {
        final TestNetwork network = network(2, NEAR_NS);
        network.widen(new Path(0, 0, FAR_NS, 0, 9001));
        final List<End> ends = watch(network);
        for (int tag = 0; tag < 5; tag++) {
            network.send(0, 1, 0, tag == 2 ? LONG_BYTES : SHORT_BYTES, tag);
        }
        network.runTo(FAR_NS);

        assertThat(ends)
                .containsExactly(
                        delivered(NEAR_NS, 0),
                        delivered(NEAR_NS, 1),
                        delivered(FAR_NS, 2),
                        delivered(FAR_NS, 3),
                        delivered(FAR_NS, 4));
    }

    /** Two bursts that are due together, the later one on a shorter path. */
    @Test
    void shouldLetBurstsThatAreDueTogetherArriveInTheOrderTheyWereSent() {
        final TestNetwork network = network(2, FAR_NS);
        final List<End> ends = watch(network);
        sendFlows(network, 1, 1, 2, 3);
        network.runTo(FAR_NS - NEAR_NS);
        network.changePath(new Path(0, 0, NEAR_NS, 0, MTU_BYTES));
        sendFlows(network, 1, 4, 2, 5); // flow 2 waits behind its packet from before, to the same time
        network.runTo(FAR_NS);

        assertThat(ends.stream().map(End::tag)).containsExactly(1L, 2L, 3L, 4L, 2L, 5L);
        assertThat(ends).extracting(End::timeNs).containsOnly(FAR_NS);
    }

    @Test
    void shouldDropWhatWaitsForAFunctionThatGoesDownAndDeliverTheRest() {
        final TestNetwork network = network(3, NEAR_NS);
        final List<End> ends = watch(network);
        for (int tag = 0; tag < 6; tag++) {
            network.send(0, 1 + tag % 2, tag, SHORT_BYTES, tag);
        }
        network.dataPlane.turn();
        network.ports.get(1).withdraw();
        network.runTo(NEAR_NS);

        final int down = DropReason.TARGET_NOT_RUNNING.ordinal();
        assertThat(ends)
                .containsExactlyInAnyOrder(
                        new End(NEAR_NS, 0, down),
                        delivered(NEAR_NS, 1),
                        new End(NEAR_NS, 2, down),
                        delivered(NEAR_NS, 3),
                        new End(NEAR_NS, 4, down),
                        delivered(NEAR_NS, 5));
        checkAccounts(network, 6, 3);
    }

    @Test
    void shouldCountAnOverrunOfPacketsThatWaitedTogether() {
        final TestNetwork network = network(1, NEAR_NS);
        network.port(network.card(0, 0), TestNetwork.unlimited(), 1, 3);
        sendFlows(network, 1, 1, 2, 3, 4, 5);
        network.runTo(NEAR_NS);

        final VirtualFunction receiver = network.ports.get(1);
        assertThat(receiver.counters().receiveOverruns()).isEqualTo(2);
        assertThat(receiver.receivedBytes()).isEqualTo(3 * SHORT_BYTES);
        checkAccounts(network, 5, 3);
    }

    /** More packets than there is room for at first. */
    @Test
    void shouldHoldAsManyPacketsAsThereAreFrames() {
        final int packets = 3_000;
        final TestNetwork network = new TestNetwork(1, packets, new Path(0, 0, 1_000_000, 0, MTU_BYTES), 1514);
        network.port(network.card(0, 0), TestNetwork.unlimited(), 256, 256);
        network.port(network.card(0, 0), TestNetwork.unlimited(), 1, 4_096);
        final List<End> ends = watch(network);
        for (int tag = 0; tag < packets; tag++) {
            assertThat(network.send(0, 1, tag, SHORT_BYTES, tag)).isTrue();
            if (tag % 20 == 19) {
                network.dataPlane.turn();
            }
        }
        network.dataPlane.turn();
        assertThat(network.waitingFrames()).isEqualTo(packets);
        network.runTo(2_000_000);

        assertThat(ends).extracting(End::timeNs).isSorted();
        assertThat(ends)
                .extracting(End::tag)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, packets).boxed().toList());
        checkAccounts(network, packets, packets);
    }

    /** The receiver learns from the metadata when a packet was accepted and due, and that no cap made it wait. */
    @Test
    void shouldTellTheReceiverOfTheWait() {
        final TestNetwork network = network(2, NEAR_NS);
        network.runTo(1_000);
        sendFlows(network, 1, 1, 2);
        network.runTo(1_000 + NEAR_NS);
        final List<List<Long>> lines = new ArrayList<>();
        network.receive(
                1,
                (memory, offset, length, descriptor) -> {
                    final int line = offset - FrameLayout.METADATA_BYTES;
                    lines.add(List.of(
                            Bytes.getLong(memory, line + FrameLayout.ACCEPTED_OFFSET),
                            Bytes.getLong(memory, line + FrameLayout.DUE_OFFSET),
                            Bytes.getLong(memory, line + FrameLayout.LONGEST_WAIT_OFFSET)));
                },
                8);

        assertThat(lines).containsExactly(List.of(1_000L, 1_000 + NEAR_NS, 0L), List.of(1_000L, 1_000 + NEAR_NS, 0L));
    }

    private static End delivered(final long timeNs, final long tag) {
        return new End(timeNs, tag, PacketObserver.DELIVERED);
    }

    /** Sent, delivered and dropped at port 0 and over its flows; nothing in flight, every frame back. */
    private static void checkAccounts(final TestNetwork network, final int sent, final int delivered) {
        assertThat(network.totals()).containsExactly(sent, delivered, sent - delivered, 0);
        final long[] ofFlows = new long[3];
        network.dataPlane.pipeline(0).forEachFlow((word0, word1, packets, dropped, inFlight, bytes) -> {
            ofFlows[0] += packets;
            ofFlows[1] += dropped;
            ofFlows[2] += inFlight;
        });
        assertThat(ofFlows).containsExactly(sent, sent - delivered, 0);
        assertThat(network.waitingFrames()).isZero();
        assertThat(network.dataPlane.pipeline(0).freeFrames())
                .isEqualTo(network.dataPlane.pipeline(0).homeFrames());
    }

    private static List<End> watch(final TestNetwork network) {
        final List<End> ends = new ArrayList<>();
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> ends.add(new End(timeNs, tag, outcome)));
        return ends;
    }

    /** A packet of each flow, in one burst; its tag is its flow. */
    private static void sendFlows(final TestNetwork network, final int to, final int... flows) {
        for (final int flow : flows) {
            assertThat(network.send(0, to, flow, SHORT_BYTES, flow)).isTrue();
        }
        network.dataPlane.turn();
    }

    private static TestNetwork network(final int ports, final long delayNs) {
        final TestNetwork network = new TestNetwork(1, 256, new Path(0, 0, delayNs, 0, MTU_BYTES), 1514);
        for (int port = 0; port < ports; port++) {
            network.port(network.card(0, 0), TestNetwork.unlimited());
        }
        return network;
    }
}
