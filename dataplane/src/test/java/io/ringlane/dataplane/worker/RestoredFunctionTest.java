package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoredFunctionTest {

    private static final TestNetwork.Path FAR = new TestNetwork.Path(0, 0, 20_000, 0, 1500);
    private static final int FRAME_BYTES = 100;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldLoseWhatWasOnItsWayWhenTheFunctionWentOutOfUse(final int workers) {
        final TestNetwork network = new TestNetwork(workers, 64, FAR, 1514);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(workers - 1, 0), TestNetwork.unlimited());
        network.send(0, 1, 0, FRAME_BYTES, 1);
        network.dataPlane.turn();
        network.ports.get(1).withdraw();
        network.ports.get(1).restore();
        network.changePath(FAR); // routes to it are made anew
        network.send(0, 1, 0, FRAME_BYTES, 2);
        network.runTo(1_000_000);

        assertThat(network.receive(1, (memory, offset, length, descriptor) -> {}, 8))
                .isOne();
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.TARGET_NOT_RUNNING))
                .isOne();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 20000", "2, 0", "2, 20000"})
    void shouldAskAgainWhereToSendOnceTheFunctionHasBeenOutOfUse(final int workers, final long delayNs) {
        final TestNetwork network = network(workers, delayNs);
        sendAndRun(network);
        network.ports.get(1).withdraw();
        network.ports.get(1).restore();
        network.forgetRoutes(); // the route that the flow has is not retired
        final int questions = network.questions();
        sendAndRun(network);
        sendAndRun(network);

        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(3);
        assertThat(network.questions()).isEqualTo(questions + 1);
        assertThat(network.ports.get(0).counters().droppedPackets()).isZero();
    }

    /** A router that goes on answering with a route to what the function was. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 20000", "2, 0", "2, 20000"})
    void shouldReachNobodyByARouteToAnEarlierTimeOfUse(final int workers, final long delayNs) {
        final TestNetwork network = network(workers, delayNs);
        sendAndRun(network);
        network.ports.get(1).withdraw();
        network.ports.get(1).restore();
        sendAndRun(network);

        assertThat(network.ports.get(1).receivedPackets()).isOne();
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.TARGET_NOT_RUNNING))
                .isOne();
    }

    private static TestNetwork network(final int workers, final long delayNs) {
        final TestNetwork network = new TestNetwork(workers, 64, new TestNetwork.Path(0, 0, delayNs, 0, 1500), 1514);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(workers - 1, 0), TestNetwork.unlimited());
        return network;
    }

    private static void sendAndRun(final TestNetwork network) {
        assertThat(network.send(0, 1, 0, FRAME_BYTES, 1)).isTrue();
        network.runTo(network.clock.nanoTime() + 1_000_000);
    }
}
