package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.FrameCensus;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest that hands one frame over several times; ports 2 and 3 are bystanders. With two workers, ports 0 and 2 are with the
 * first and ports 1 and 3 with the second, so that every packet changes hands.
 */
class ResentFrameTest {

    private static final int FRAME_BYTES = 100;
    private static final int TIMES = 8;
    private static final int ROUNDS = 20_000;
    private static final int WINDOW = 128; // fewer than the receiver posts, so that none is overrun
    private static final long NO_LINE =
            Long.MAX_VALUE / 2; // bits a second: all packets of a test together take no time

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 20000", "2, 0", "2, 20000"})
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldServeOthersWhenAGuestTransmitsAFrameSeveralTimes(final int workers, final long delayNs) {
        final TestNetwork network = network(workers, 4, delayNs, 256);
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
        checkFramesCameHome(network);
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.BAD_DESCRIPTOR))
                .isEqualTo(TIMES - 1);
        guest.reclaim();
        assertThat(FrameCensus.frames(network.ports.get(0)))
                .as("every frame but none twice")
                .isEqualTo(FrameCensus.frames(network.ports.get(2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldSendBackWhatIsNotTheSenders(final int workers) {
        final TestNetwork network = network(workers, 2, 0, 256);
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldStopAQueueToWhichAFrameWasPostedTwiceAndServeOthers(final int workers) {
        final TestNetwork network = network(workers, 3, 0, 2);
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
        checkFramesCameHome(network);
    }

    /** On threads: the frame goes from worker to worker and comes back to anybody while the guest keeps sending it. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldServeOthersWhileTwoWorkersRun() {
        final TestNetwork network = network(2, 4, 0, 256);
        final int[] framesAtStart =
                network.ports.stream().mapToInt(FrameCensus::frames).toArray();
        final QueuePair guest = network.ports.get(0).queuePair(0);
        final int frame = guest.take();
        final byte[] bytes = TestNetwork.frame(0, 1, 0, FRAME_BYTES);
        System.arraycopy(bytes, 0, guest.region().memory(frame), guest.region().data(frame), FRAME_BYTES);
        network.dataPlane.start();
        final List<Long> received = new ArrayList<>();
        long sent = 0;
        while (received.size() < ROUNDS) {
            network.dataPlane.checkHealth();
            if (guest.transmit(frame, FRAME_BYTES)) {
                guest.flush();
            }
            if (sent < ROUNDS && sent - received.size() < WINDOW && network.send(2, 3, 0, FRAME_BYTES, sent)) {
                sent++;
            }
            network.receive(1, (memory, offset, lengthBytes, descriptor) -> {}, 64);
            network.receive(
                    3,
                    (memory, offset, lengthBytes, descriptor) -> received.add(
                            Bytes.getLong(memory, offset - FrameLayout.METADATA_BYTES + FrameLayout.TAG_OFFSET)),
                    64);
        }
        network.dataPlane.close();

        assertThat(received).isEqualTo(LongStream.range(0, ROUNDS).boxed().toList());
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.BAD_DESCRIPTOR))
                .isPositive();
        network.ports.get(2).queuePair(0).reclaim();
        final List<Integer> seized = new ArrayList<>();
        for (final int bystander : new int[] {2, 3}) {
            assertThat(FrameCensus.frames(network.ports.get(bystander))).isEqualTo(framesAtStart[bystander]);
            seized.addAll(FrameCensus.seize(network.ports.get(bystander)));
        }
        assertThat(seized).as("frames of bystanders").doesNotHaveDuplicates();
    }

    private static TestNetwork network(
            final int workers, final int ports, final long delayNs, final int receiveFrames) {
        final TestNetwork network = new TestNetwork(workers, 256, new Path(0, 0, delayNs, 0, 9001), 1514);
        for (int port = 0; port < ports; port++) {
            network.port(network.card(port % workers, 0), TestNetwork.unlimited(), 256, receiveFrames, NO_LINE);
        }
        return network;
    }

    private static void checkFramesCameHome(final TestNetwork network) {
        for (int worker = 0; worker < network.dataPlane.workerCount(); worker++) {
            assertThat(network.dataPlane.pipeline(worker).freeFrames())
                    .as("free frames of worker %d", worker)
                    .isEqualTo(network.dataPlane.pipeline(worker).homeFrames());
        }
    }
}
