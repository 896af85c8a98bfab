package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.topology.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Types with several network cards: an interface has the line of the card that it sits on. */
class LiveNetworkCardsTest {

    private static final long GIGABIT = 1_000_000_000L;

    private final VirtualClock clock = new VirtualClock();
    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 1, 1, 8, 2, 9001),
            clock,
            LiveSettings.defaults().withQueues(1, 256, 512).withWorkers(1, 2048, 4096));
    private final TestRegion region = new TestRegion(live.ec2(), clock);
    private String subnet;

    @BeforeEach
    void setUp() {
        subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
    }

    @AfterEach
    void tearDown() {
        live.close();
    }

    private Instance launch(String type) {
        Instance made = live.ec2().instances().run(LaunchSpec.of(type, subnet)).get(0);
        live.port(made.id(), 0).open();
        return made;
    }

    @Test
    void shouldGiveAnInterfaceTheLineOfOneCard() {
        Instance a = launch("c6in.32xlarge");
        Instance b = launch("c6in.32xlarge");
        Flow flow = Flow.udp(
                region.eth0(a).primaryAddress().toString(),
                1,
                region.eth0(b).primaryAddress().toString(),
                2);
        assertThat(live.way(live.port(a.id(), 0), flow).sharedCaps())
                .contains(
                        new WayCap(WayCap.LINE_RATE, 170 * GIGABIT),
                        new WayCap(WayCap.LINE_RATE_IN, 170 * GIGABIT),
                        new WayCap(WayCap.BANDWIDTH_OUT, 200 * GIGABIT));
    }

    private VirtualFunction attach(Instance to, int device, int card) {
        String eni = live.ec2().interfaces().create(InterfaceSpec.in(subnet)).id();
        live.ec2().interfaces().attach(eni, to.id(), device, card, EnaExpress.OFF);
        return live.port(eni);
    }

    @Test
    void shouldShareTheLineWithTheOthersOnTheCardAndWithNobodyElse() {
        Instance a = launch("c6in.32xlarge");
        VirtualFunction eth0 = live.port(a.id(), 0);
        VirtualFunction beside = attach(a, 1, 0);
        VirtualFunction apart = attach(a, 1, 1);
        assertThat(eth0.line().bitsPerSecond()).isEqualTo(170 * GIGABIT);
        assertThat(beside.line()).isSameAs(eth0.line());
        assertThat(apart.line()).isNotSameAs(eth0.line());
        assertThat(apart.line().bitsPerSecond()).isEqualTo(170 * GIGABIT);
        assertThat(apart.allowances()).isSameAs(eth0.allowances());
        assertThat(live.port(launch("c6in.32xlarge").id(), 0).line()).isNotSameAs(eth0.line());
    }

    @Test
    void shouldGiveAnInterfaceThatComesBackToAnotherCardTheLineThere() {
        Instance a = launch("c6in.32xlarge");
        String eni = live.ec2().interfaces().create(InterfaceSpec.in(subnet)).id();
        String attachment = live.ec2()
                .interfaces()
                .attach(eni, a.id(), 1, 1, EnaExpress.OFF)
                .id();
        VirtualFunction there = live.port(eni);
        live.ec2().interfaces().detach(attachment);
        live.ec2().interfaces().attach(eni, a.id(), 1, 0, EnaExpress.OFF);
        assertThat(live.port(eni)).isNotSameAs(there);
        assertThat(live.port(eni).line()).isSameAs(live.port(a.id(), 0).line());
    }
}
