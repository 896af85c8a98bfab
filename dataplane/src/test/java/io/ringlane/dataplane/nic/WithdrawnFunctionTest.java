package io.ringlane.dataplane.nic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to a function that is down, by routes that still lead to it. */
class WithdrawnFunctionTest {

    private static final int FRAME_BYTES = 100;
    private static final int PACKETS = 5;

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 20000", "2, 0", "2, 20000"})
    void shouldCountWhatIsSentToAFunctionThatIsDownUnderOneReasonAndBringItHome(final int workers, final long delayNs) {
        final Path path = new Path(0, 0, delayNs, 0, 9001);
        final TestNetwork network = network(workers, path);
        final VirtualFunction down = network.ports.get(1);
        final int[] framesAtStart =
                network.ports.stream().mapToInt(FrameCensus::frames).toArray();
        send(network, 1);
        network.runTo(20_000);
        down.withdraw();
        for (int i = 0; i < PACKETS; i++) { // one burst, in which others go to a function that is up
            assertThat(network.send(0, 1, 0, FRAME_BYTES, i)).isTrue();
            assertThat(network.send(0, 2, 0, FRAME_BYTES, i)).isTrue();
        }
        network.runTo(40_000);

        final PortCounters counters = network.ports.get(0).counters();
        assertThat(down.receivedPackets()).isOne();
        assertThat(network.ports.get(2).receivedPackets()).isEqualTo(PACKETS);
        assertThat(counters.deliveredPackets()).isEqualTo(1 + PACKETS);
        assertThat(counters.inFlightPackets()).isZero();
        assertThat(Arrays.stream(DropReason.values()).mapToLong(counters::droppedPackets))
                .as("drops by reason")
                .containsExactlyElementsOf(Arrays.stream(DropReason.values())
                        .map(reason -> reason == DropReason.TARGET_NOT_RUNNING ? (long) PACKETS : 0)
                        .toList());
        assertThat(down.counters().receiveOverruns()).isZero();
        for (int worker = 0; worker < workers; worker++) {
            assertThat(network.dataPlane.pipeline(worker).freeFrames())
                    .isEqualTo(network.dataPlane.pipeline(worker).homeFrames());
        }
        assertThat(network.ports.stream().mapToInt(FrameCensus::frames))
                .containsExactly(Arrays.stream(framesAtStart).boxed().toArray(Integer[]::new));

        down.restore();
        network.changePath(path); // a route leads to the function as it was when the route was made
        send(network, 1);
        network.runTo(60_000);
        assertThat(down.receivedPackets()).isEqualTo(2);
    }

    @Test
    void shouldNotAnswerASenderThatIsDown() {
        final TestNetwork network = network(1, new Path(0, 0, 0, 0, 600));
        final byte[] frame = new byte[1_000]; // of which ICMP would tell that it is too long
        new FrameBuilder()
                .macs(TestNetwork.mac(0), TestNetwork.mac(1))
                .ipv4(TestNetwork.address(0), TestNetwork.address(1))
                .udp(1000, 5000)
                .write(frame, 0, frame.length);
        assertThat(network.send(0, frame, 1)).isTrue();
        network.ports.get(0).withdraw();
        network.runTo(1);

        assertThat(network.ports.get(0).receivedPackets()).isZero();
        final PortCounters answers = network.dataPlane.pipeline(0).originatedCounters();
        assertThat(answers.sentPackets()).isOne();
        assertThat(answers.droppedPackets(DropReason.TARGET_NOT_RUNNING)).isOne();
        assertThat(network.dataPlane.pipeline(0).freeFrames())
                .isEqualTo(network.dataPlane.pipeline(0).homeFrames());
    }

    /** Each change counts once on the card, whoever makes it at the same time. */
    @Test
    void shouldTakeAFunctionFromItsCardOnceHoweverManyThreadsWithdrawIt() throws InterruptedException {
        final TestNetwork network = network(1, new Path(0, 0, 0, 0, 9001));
        final VirtualFunction function = network.ports.get(0);
        final int free = function.card().freeFunctions();
        final Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int lap = 0; lap < 50_000; lap++) {
                    function.withdraw();
                    function.restore();
                }
            });
            threads[i].start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }

        assertThat(function.isUp()).isTrue();
        assertThat(function.card().freeFunctions()).isEqualTo(free);
    }

    private static void send(final TestNetwork network, final int to) {
        assertThat(network.send(0, to, 0, FRAME_BYTES, 0)).isTrue();
    }

    private static TestNetwork network(final int workers, final Path path) {
        final TestNetwork network = new TestNetwork(workers, 256, path, 1514);
        for (int port = 0; port < 3; port++) {
            network.port(network.card(port == 1 ? workers - 1 : 0, 0), TestNetwork.unlimited());
        }
        return network;
    }
}
