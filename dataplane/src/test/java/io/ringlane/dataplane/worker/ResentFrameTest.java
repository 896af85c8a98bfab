package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.FrameCensus;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest that hands one frame over several times: ports 2 and 3 are bystanders on the same worker. */
class ResentFrameTest {

    private static final int FRAME_BYTES = 100;
    private static final int TIMES = 8;

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000})
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldServeOthersWhenAGuestTransmitsAFrameSeveralTimes(final long delayNs) {
        final TestNetwork network = new TestNetwork(1, 256, new Path(0, 0, delayNs, 0, 9001), 1514);
        for (int port = 0; port < 4; port++) {
            network.port(network.card(0, 0), TestNetwork.unlimited());
        }
        final QueuePair guest = network.ports.get(0).queuePair(0);
        final int frame = guest.take();
        final byte[] bytes = TestNetwork.frame(0, 1, 0, FRAME_BYTES);
        System.arraycopy(bytes, 0, guest.region().memory(frame), guest.region().data(frame), FRAME_BYTES);
        for (int i = 0; i < TIMES; i++) {
            assertThat(guest.transmit(frame, FRAME_BYTES)).isTrue();
            guest.flush();
            network.dataPlane.turn();
            for (int tag = 0; tag < 10; tag++) {
                assertThat(network.send(2, 3, tag, FRAME_BYTES, tag)).isTrue();
            }
            network.dataPlane.turn();
        }
        network.runTo(1_000_000);

        assertThat(network.ports.get(3).receivedPackets()).isEqualTo(10 * TIMES);
        assertThat(network.ports.get(2).counters().inFlightPackets()).isZero();
        assertThat(network.waitingFrames()).isZero();
        assertThat(network.dataPlane.pipeline(0).freeFrames())
                .isEqualTo(network.dataPlane.pipeline(0).homeFrames());
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.BAD_DESCRIPTOR))
                .isEqualTo(TIMES - 1);
        guest.reclaim();
        assertThat(FrameCensus.frames(network.ports.get(0)))
                .as("every frame but none twice")
                .isEqualTo(FrameCensus.frames(network.ports.get(2)));
    }

    @Test
    void shouldSendBackWhatIsNotTheSenders() {
        final TestNetwork network = new TestNetwork(1, 256, new Path(0, 0, 0, 0, 9001), 1514);
        for (int port = 0; port < 2; port++) {
            network.port(network.card(0, 0), TestNetwork.unlimited());
        }
        final QueuePair thief = network.ports.get(0).queuePair(0);
        final int stolen = network.ports.get(1).queuePair(0).take();
        final int own = thief.take();
        for (final int frame : new int[] {stolen, own, own, stolen}) {
            thief.transmit(frame, FRAME_BYTES);
        }
        thief.flush();
        network.dataPlane.turn();

        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.BAD_DESCRIPTOR))
                .isEqualTo(3);
        assertThat(network.ports.get(0).counters().sentPackets()).isEqualTo(4);
        assertThat(thief.reclaim()).as("one for the one that was its own").isOne();
        network.ports.get(1).queuePair(0).give(stolen);
        network.ports.forEach(
                port -> assertThat(FrameCensus.frames(port)).isEqualTo(FrameCensus.frames(network.ports.get(0))));
    }

    @Test
    void shouldStopAQueueToWhichAFrameWasPostedTwiceAndServeOthers() {
        final TestNetwork network = new TestNetwork(1, 256, new Path(0, 0, 0, 0, 9001), 1514);
        for (int port = 0; port < 3; port++) {
            network.port(network.card(0, 0), TestNetwork.unlimited(), 32, 2);
        }
        final QueuePair guest = network.ports.get(1).queuePair(0);
        final long[] received = new long[2];
        network.send(0, 1, 0, FRAME_BYTES, 0);
        network.send(0, 1, 0, FRAME_BYTES, 1);
        network.dataPlane.turn();
        assertThat(guest.poll(received, 0, 2)).isEqualTo(2);
        received[1] = received[0];
        guest.post(received, 0, 2);
        for (int tag = 2; tag < 6; tag++) {
            network.send(0, 1, 0, FRAME_BYTES, tag);
            network.send(0, 2, 0, FRAME_BYTES, tag);
            network.dataPlane.turn();
            network.ports.get(2).queuePair(0).receive((memory, offset, lengthBytes, descriptor) -> {}, 8);
        }

        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(3);
        assertThat(network.ports.get(1).counters().receiveOverruns()).isEqualTo(3);
        assertThat(network.ports.get(2).receivedPackets()).isEqualTo(4);
        assertThat(network.dataPlane.pipeline(0).freeFrames())
                .isEqualTo(network.dataPlane.pipeline(0).homeFrames());
    }
}
