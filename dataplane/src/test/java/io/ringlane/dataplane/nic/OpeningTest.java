package io.ringlane.dataplane.nic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others see of a function while it is opened. */
class OpeningTest {

    private final TestNetwork network = new TestNetwork(1, 64, new Path(0, 0, 0, 0, 1500), 1514);
    private final VirtualFunction function = network.port(network.card(0, 0), TestNetwork.unlimited());
    private final List<String> told = new ArrayList<>();

    /** A worker may find queues before {@link VirtualFunction#open} has returned. */
    @Test
    void shouldBeginWithQueuesThatAreAsTheFunctionIs() {
        final VirtualFunctionConfig config =
                VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(0), TestNetwork.unlimited());
        final FunctionCaps caps = function.card().caps(config);

        assertThat(function.card().makeQueues(function, config, caps)[0].isReady())
                .isTrue();
        function.withdraw();
        assertThat(function.card().makeQueues(function, config, caps)[0].isReady())
                .isFalse();
    }

    @Test
    void shouldTellOnceThatItIsOpenBeforeItGivesAQueue() {
        function.whenOpened(each -> told.add(each + " open: " + each.isOpen()));
        assertThat(told).isEmpty();
        function.queuePair(0);
        assertThat(told).containsExactly("port0 open: true");
        function.queuePair(0);
        function.open();
        assertThat(told).hasSize(1);
    }

    @Test
    void shouldTellAtOnceIfItIsOpenAlready() {
        function.open();
        function.whenOpened(each -> told.add("late"));
        assertThat(told).containsExactly("late");
    }

    @Test
    void shouldTellThatItWentOutOfUseOnceEachTime() {
        function.whenWithdrawn(each -> told.add("life " + each.life() + " up: " + each.isUp()));
        function.withdraw();
        function.withdraw();
        function.restore();
        function.withdraw();
        assertThat(told).containsExactly("life 1 up: false", "life 2 up: false");
    }
}
