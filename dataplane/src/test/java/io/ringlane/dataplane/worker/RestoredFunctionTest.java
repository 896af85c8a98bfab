package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import org.junit.jupiter.params.ParameterizedTest;
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
}
