package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.VirtualFunction;
import org.junit.jupiter.api.Test;

/** What a worker reads from a route in one look, which others change meanwhile. */
class RouteTest {

    private final TestNetwork network = new TestNetwork(1, 64, new Path(0, 0, 0, 0, 1500), 1514);
    private final VirtualFunction port = network.port(network.card(0, 100_000_000_000L), TestNetwork.unlimited());
    private final Route way = new Routes().to(port, new RoutePath(0, 0, 0, 0, 1500, false));
    private final Route refusal = new Routes().refused(DropReason.NO_ROUTE);

    private static String look(final Route route) {
        final int longest = route.maxFrameBytes();
        return route.isEnded(longest) ? "ask" : longest < 0 ? "drop " + route.refusal(longest) : "pass " + longest;
    }

    @Test
    void shouldPassAgainOnceItHasBeenResumed() {
        assertThat(look(way)).isEqualTo("pass 1514");
        way.suspend();
        assertThat(look(way)).isEqualTo("ask");
        way.resume();
        assertThat(look(way)).isEqualTo("pass 1514");
    }

    @Test
    void shouldRefuseForAnyReasonUntilItIsResumedOrSuspended() {
        for (final DropReason reason : DropReason.values()) {
            way.refuse(reason);
            assertThat(look(way)).isEqualTo("drop " + reason);
        }
        assertThat(way.refusal()).isNull();
        way.suspend();
        assertThat(look(way)).isEqualTo("ask");
        way.refuse(DropReason.NO_ROUTE);
        way.resume();
        assertThat(look(way)).isEqualTo("pass 1514");
    }

    @Test
    void shouldSuspendARefusal() {
        assertThat(look(refusal)).isEqualTo("drop NO_ROUTE");
        refusal.suspend();
        assertThat(look(refusal)).isEqualTo("ask");
        refusal.resume();
        assertThat(look(refusal)).isEqualTo("drop NO_ROUTE");
        assertThatThrownBy(() -> refusal.refuse(DropReason.SPOOFED_ADDRESS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NO_ROUTE");
    }

    @Test
    void shouldStayEndedOnceItIsRetired() {
        way.retire();
        way.refuse(DropReason.NO_ROUTE);
        assertThat(look(way)).isEqualTo("ask");
        way.resume();
        assertThat(look(way)).isEqualTo("ask");
    }

    @Test
    void shouldHaveFlowsAskWhereItsPortHasBeenOutOfUse() {
        port.withdraw();
        way.refuse(DropReason.NO_ROUTE);
        assertThat(look(way)).isEqualTo("ask");
        port.restore();
        way.resume();
        assertThat(look(way)).isEqualTo("ask");
    }
}
