package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest that hands one frame over several times, where nothing waits: ports 2 and 3 are bystanders on the same worker. */
class ResentFrameTest {

    private static final int FRAME_BYTES = 100;
    private static final int TIMES = 8;

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldServeOthersWhenAGuestTransmitsAFrameSeveralTimes() {
        final TestNetwork network = new TestNetwork(1, 256, new Path(0, 0, 0, 0, 9001), 1514);
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
    }
}
