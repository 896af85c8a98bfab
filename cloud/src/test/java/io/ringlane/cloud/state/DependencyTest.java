package io.ringlane.cloud.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.RouteTarget;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyTest {

    private static final long TABLE = 77;

    private static Set<Long> touched(String block) {
        Set<Long> touched = new HashSet<>();
        Route route = new Route(Cidr.parse(block, "block"), RouteTarget.LOCAL, Route.Origin.STATIC);
        Dependency.touch(TABLE, route, touched::add);
        return touched;
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.128/25, 10.1.2.200, 10.1.3.1",
        "10.1.2.0/24, 10.1.2.200, 10.1.3.0",
        "10.1.16.0/20, 10.1.31.255, 10.1.32.0",
        "10.1.16.0/20, 10.1.16.0, 10.1.15.255",
        "10.1.0.0/16, 10.1.255.255, 10.2.0.0",
        "2001:db8:1:2::/64, 2001:db8:1:2::9, 2001:db8:2::9"
    })
    void shouldTouchTheRoutesOfAddressesInABlockAndNotThoseFarFromIt(String block, String inside, String outside) {
        assertThat(touched(block))
                .contains(Dependency.route(TABLE, IpAddress.parse(inside)))
                .doesNotContain(Dependency.route(TABLE, IpAddress.parse(outside)), TABLE);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/15", "0.0.0.0/0", "::/0"})
    void shouldTouchTheWholeTableForAWideBlock(String block) {
        assertThat(touched(block)).containsExactly(TABLE);
    }

    @Test
    void shouldTellConnectionsApartByInstanceAndDirectionButNotBySourcePort() {
        Flow flow = Flow.udp("10.0.0.1", 1000, "10.0.0.2", 53);
        assertThat(Dependency.connections(1, flow))
                .isEqualTo(Dependency.connections(1, flow.withPorts(2000, 53)))
                .isNotEqualTo(Dependency.connections(2, flow))
                .isNotEqualTo(Dependency.connections(1, flow.reversed()))
                .isNotEqualTo(Dependency.connections(1, flow.withPorts(1000, 54)));
    }
}
