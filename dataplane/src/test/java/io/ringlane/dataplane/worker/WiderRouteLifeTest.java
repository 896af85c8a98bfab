package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.pipeline.Routes;
import org.junit.jupiter.api.Test;

/** A route and the wider one beside it, which packets take that are too long for it: they begin and end together. */
class WiderRouteLifeTest {

    private final TestNetwork network = new TestNetwork(1, 64, new TestNetwork.Path(0, 0, 0, 0, 1500), 9015);
    private final VirtualFunction port = network.port(network.card(0, 0), TestNetwork.unlimited());
    private final Routes routes = network.dataPlane.routes();

    private Route wider() {
        return routes.to(port, new RoutePath(0, 0, 0, 0, 9001, true));
    }

    private Route beside(final Route wider) {
        return routes.to(port, new RoutePath(0, 0, 0, 0, 1500, true), null, null, wider);
    }

    @Test
    void shouldRetireBoth() {
        final Route wider = wider();
        final Route route = beside(wider);
        routes.retire(route);
        assertThat(route.isRetired()).isTrue();
        assertThat(wider.isRetired()).isTrue();
    }

    @Test
    void shouldBeStaleIfTheWiderOneIs() {
        final Route wider = wider();
        port.withdraw();
        port.restore();
        final Route route = beside(wider);
        assertThat(wider.isStale()).isTrue();
        assertThat(route.isStale())
                .as("made in the port's present life, beside one of its earlier life")
                .isTrue();
    }
}
