package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.FrameCensus;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guest that hands frames over which it does not have: ports 2 and 3 are bystanders. */
class ResentFrameTest {

    private static final int FRAME_BYTES = 100;

    /** In a wheel a frame of which it holds two would be linked to itself, and the worker would never be done with it. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 20000", "2, 20000"})
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldServeOthersWhenAGuestHandsFramesOverAgain(final int workers, final long delayNs) {
        final TestNetwork network = network(workers, delayNs);
        final QueuePair guest = network.ports.get(0).queuePair(0);
        final long[] polled = new long[8];
        for (int round = 0; round < 8; round++) {
            final int frame = filled(guest);
            assertThat(guest.transmit(frame, FRAME_BYTES)).isTrue();
            refuses(() -> guest.transmit(frame, FRAME_BYTES));
            refuses(() -> guest.post(frame));
            assertThat(network.send(1, 0, 0, FRAME_BYTES, 0)).isTrue();
            guest.flush();
            for (int tag = 0; tag < 10; tag++) {
                assertThat(network.send(2, 3, tag, FRAME_BYTES, tag)).isTrue();
            }
            network.runTo((round + 1) * 100_000L);
            final boolean polls = round % 2 == 0;
            assertThat(polls ? guest.poll(polled, 0, 8) : guest.look(polled, 0, 8))
                    .isEqualTo(1);
            final int received = Descriptor.frame(polled[0]);
            if (polls) {
                assertThat(guest.post(received)).isTrue();
            }
            refuses(() -> guest.post(received));
            refuses(() -> guest.transmit(received, FRAME_BYTES));
        }

        assertThat(network.ports.get(3).receivedPackets()).isEqualTo(80);
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(8);
        assertThat(network.totals()).as("sent, delivered, dropped, in flight").containsExactly(96, 96, 0, 0);
        final Set<Integer> seen = new HashSet<>();
        network.drain();
        network.ports.forEach(port -> {
            final List<Integer> frames = FrameCensus.seize(port);
            assertThat(frames).hasSize(512);
            assertThat(seen.addAll(frames)).isTrue();
        });
        assertThat(seen).hasSize(4 * 512);
        for (int worker = 0; worker < workers; worker++) {
            assertThat(network.dataPlane.pipeline(worker).freeFrames())
                    .isEqualTo(network.dataPlane.pipeline(worker).homeFrames());
        }
    }

    @Test
    void shouldRefuseABurstWithAFrameTwiceAndLeaveTheFramesWhereTheyWere() {
        final TestNetwork network = network(1, 0);
        final QueuePair guest = network.ports.get(0).queuePair(0);
        final long first = Descriptor.of(filled(guest), FRAME_BYTES);
        final long second = Descriptor.of(filled(guest), FRAME_BYTES);

        refuses(() -> guest.transmit(new long[] {first, second, first}, 0, 3));
        assertThat(network.dataPlane.turn()).isZero();
        assertThat(guest.transmit(new long[] {first, second}, 0, 2)).isEqualTo(2);
        refuses(() -> guest.transmit(new long[] {second}, 0, 1));
        network.dataPlane.turn();

        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(2);
    }

    @Test
    void shouldTakeWhatWasPolledOnItsWayOutAndNotAgain() {
        final TestNetwork network = network(1, 0);
        final QueuePair guest = network.ports.get(0).queuePair(0);
        network.send(1, 0, 0, FRAME_BYTES, 0);
        network.dataPlane.turn();
        final long[] polled = new long[1];
        assertThat(guest.poll(polled, 0, 1)).isOne();
        assertThat(guest.transmit(polled, 0, 1)).isOne();

        refuses(() -> guest.post(Descriptor.frame(polled[0])));
        assertThat(guest.post(guest.take())).as("another frame in its place").isTrue();
    }

    @Test
    void shouldRefuseAnothersFrameAndOneGivenBack() {
        final TestNetwork network = network(1, 0);
        final QueuePair guest = network.ports.get(0).queuePair(0);
        final int others = network.ports.get(1).queuePair(0).take();
        refuses(() -> guest.transmit(others, FRAME_BYTES));
        refuses(() -> guest.transmitTruncated(others, FRAME_BYTES, FRAME_BYTES));
        refuses(() -> guest.post(new long[] {Descriptor.of(others, 0)}, 0, 1));
        refuses(() -> guest.give(others));

        final int own = guest.take();
        guest.give(own);
        refuses(() -> guest.give(own));
        refuses(() -> guest.transmit(own, FRAME_BYTES));
        assertThat(network.ports.get(1).queuePair(0).transmit(others, FRAME_BYTES))
                .isTrue();
    }

    @Test
    void shouldLeaveAFrameWithItsGuestWhenARingIsFull() {
        final TestNetwork network = network(1, 0);
        final QueuePair guest = network.ports.get(0).queuePair(0);
        final int frame = guest.take();
        assertThat(guest.post(frame)).as("every slot has a frame").isFalse();
        assertThat(guest.post(new long[] {Descriptor.of(frame, 0)}, 0, 1)).isZero();
        guest.give(frame);
        final long[] burst = new long[guest.transmitSlots()];
        assertThat(guest.take(burst, 0, burst.length)).isEqualTo(burst.length);
        network.send(1, 0, 0, FRAME_BYTES, 0);
        network.dataPlane.turn();
        final long[] polled = new long[1];
        assertThat(guest.poll(polled, 0, 1)).isOne();
        assertThat(guest.transmit(burst, 0, burst.length)).isEqualTo(burst.length);
        assertThat(guest.transmit(polled, 0, 1)).isZero();
        assertThat(guest.transmit(Descriptor.frame(polled[0]), FRAME_BYTES)).isFalse();

        assertThat(guest.post(polled, 0, 1)).isOne();
    }

    private static void refuses(final ThrowingCallable handOver) {
        assertThatThrownBy(handOver)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the instance's to hand over");
    }

    private static int filled(final QueuePair queue) {
        final int frame = queue.take();
        final byte[] bytes = TestNetwork.frame(0, 1, 0, FRAME_BYTES);
        System.arraycopy(bytes, 0, queue.region().memory(frame), queue.region().data(frame), FRAME_BYTES);
        return frame;
    }

    private static TestNetwork network(final int workers, final long delayNs) {
        final TestNetwork network = new TestNetwork(workers, 256, new Path(0, 0, delayNs, 0, 9001), 1514);
        for (int port = 0; port < 4; port++) {
            network.port(network.card(port % workers, 0), TestNetwork.unlimited());
        }
        return network;
    }
}
