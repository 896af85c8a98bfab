package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guest that makes up flows takes no more of the region than its settings say. */
class ManyFlowsTest {

    private static final int ROUTES = 64;
    private static final int FLOWS = 3_000;

    private final VirtualClock clock = new VirtualClock();
    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 2, 1, 8, 2, 1500),
            clock,
            LiveSettings.defaults()
                    .withQueues(1, 32, 64)
                    .withWorkers(1, 256, 3 * FLOWS)
                    .withRoutes(ROUTES));
    private final TestRegion region = new TestRegion(live.ec2(), clock);
    private final String vpc = region.vpc("10.0.0.0/16");
    private final String subnet = region.subnet(vpc, "10.0.1.0/24");
    private final Instance a = region.instance(subnet, "10.0.1.10");
    private final Instance b = region.instance(subnet, "10.0.1.11");
    private final VirtualFunction sender = live.port(a.id(), 0);
    private final VirtualFunction receiver = live.port(b.id(), 0);

    @AfterEach
    void close() {
        live.close();
    }

    private int send(Flow flow, int number) {
        Packet.send(sender, LiveRegion.ROUTER_MAC, flow, number);
        live.turn();
        clock.advanceTo(clock.nanoTime() + 100_000);
        live.turn();
        assertThat(live.routesInForce()).isLessThanOrEqualTo(ROUTES);
        return Packet.receive(receiver).size();
    }

    @Test
    void shouldShareItsRoomAmongAllowedPorts() {
        int received = 0;
        for (int port = 1; port <= FLOWS; port++) {
            received += send(Flow.udp("10.0.1.10", 7, "10.0.1.11", port), port);
        }
        assertThat(received).isEqualTo(FLOWS);
        assertThat(live.routesRetired()).isGreaterThan(FLOWS - 2 * ROUTES);
        assertThat(send(Flow.udp("10.0.1.10", 7, "10.0.1.11", 1), 1))
                .as("a flow whose route was pushed out")
                .isOne();
    }

    @Test
    void shouldShareItsRoomAmongDeniedPortsAndAddresses() {
        String open = live.ec2().securityGroups().create(vpc, "dns", "dns").id();
        live.ec2()
                .securityGroups()
                .authorize(open, Direction.INGRESS, SecurityRule.of(Selector.udp(53), "10.0.1.0/24"));
        live.ec2().interfaces().modifyGroups(region.eth0(b).id(), open);
        for (int port = 100; port < 100 + FLOWS; port++) {
            send(Flow.udp("10.0.1.10", 7, "10.0.1.11", port), port);
            send(Flow.udp("10.0.1.10", 7, "10.0." + (2 + port / 256) + "." + port % 256, 53), port);
        }
        assertThat(sender.counters().droppedPackets(DropReason.SECURITY_GROUP_INGRESS))
                .isEqualTo(FLOWS);
        assertThat(sender.counters().droppedPackets(DropReason.NO_SUCH_ADDRESS)).isEqualTo(FLOWS);
        assertThat(send(Flow.udp("10.0.1.10", 7, "10.0.1.11", 53), 1)).isOne();
    }
}
