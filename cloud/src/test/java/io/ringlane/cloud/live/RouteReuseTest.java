package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that changes end, refuse and take into use again: whom they lead, and what is remembered of flows on them. */
class RouteReuseTest extends LiveRegionFixture {

    private static final String A = "10.0.1.10";
    private static final String B = "10.0.1.11";
    private static final String C = "10.0.1.12";
    private static final String X = "10.0.1.50";
    private static final SecurityRule SUBNET_IN = SecurityRule.of(Selector.tcp(80), "10.0.1.0/24");
    private static final SecurityRule EVERYBODY_IN = SecurityRule.of(Selector.tcp(80), "0.0.0.0/0");
    private static final SecurityRule ALL_IN = SecurityRule.of(Selector.ALL, "0.0.0.0/0");

    private String vpc;
    private String subnet;
    private String gateway;
    private String ga;
    private String gb;
    private String gc;
    private Instance ia;
    private Instance ib;
    private Instance ic;
    private VirtualFunction a;
    private VirtualFunction b;
    private VirtualFunction c;

    @BeforeEach
    void start() {
        open(
                new Region("us-east-1", 1, 1, 1, 1, 1500), // one host, so that who starts again has its port again
                small().withEc2(Ec2Settings.builtIn()
                        .with(Setting.PENDING_MS, 1000)
                        .with(Setting.STOPPING_MS, 1000)));
        vpc = region.vpc("10.0.0.0/16");
        subnet = region.subnet(vpc, "10.0.1.0/24");
        ga = live.ec2().securityGroups().create(vpc, "ga", "").id();
        gb = live.ec2().securityGroups().create(vpc, "gb", "").id();
        gc = live.ec2().securityGroups().create(vpc, "gc", "").id();
        ia = instance(A, ga);
        ib = instance(B, gb);
        ic = instance(C, gc);
        pass(2, TimeUnit.SECONDS);
        a = live.port(ia.id(), 0);
        b = live.port(ib.id(), 0);
        c = live.port(ic.id(), 0);
    }

    private Instance instance(String address, String group) {
        return region.instance("c5n.large", subnet, address, group);
    }

    private void allow(String group, SecurityRule rule) {
        live.ec2().securityGroups().authorize(group, Direction.INGRESS, rule);
    }

    private void revoke(String group, SecurityRule rule) {
        live.ec2().securityGroups().revoke(group, Direction.INGRESS, rule);
    }

    private boolean arrives(VirtualFunction from, VirtualFunction to, Flow flow) {
        assertThat(Packet.send(from, LiveRegion.ROUTER_MAC, flow, 1)).isTrue();
        pass(10, TimeUnit.MILLISECONDS);
        return !Packet.receive(to).isEmpty();
    }

    private VirtualFunction publicAddressOfA() {
        gateway = region.gateway(vpc).id();
        String address = live.ec2().addresses().allocate().id();
        live.ec2().addresses().associate(address, ia.id());
        return live.internet();
    }

    /** Flows whose headers change share no route with others of their class. */
    @Test
    void shouldLeaveTrackedFlowsOfAPublicAddressWhereTheyAreWhenRulesNoLongerTrackThem() {
        VirtualFunction internet = publicAddressOfA();
        Flow flow = Flow.tcp(A, 5000, "9.9.9.9", 443);
        assertThat(arrives(a, internet, flow)).isTrue();
        allow(ga, ALL_IN);
        assertThat(arrives(a, internet, flow)).isTrue();
        assertThat(arrives(a, internet, Flow.tcp(A, 5001, "9.9.9.9", 443))).isTrue();
    }

    @Test
    void shouldLeaveTrackedFlowsOfAPublicAddressWhereTheyAreWhenTimeoutsChange() {
        VirtualFunction internet = publicAddressOfA();
        Flow flow = Flow.tcp(A, 5000, "9.9.9.9", 443);
        assertThat(arrives(a, internet, flow)).isTrue();
        live.ec2().interfaces().modifyConnectionTracking(region.eth0(ia).id(), 90, 180, 30);
        assertThat(arrives(a, internet, flow)).isTrue();
    }

    @Test
    void shouldRefuseEveryClassThatNewGroupsDenyBesideFlowsOfAPublicAddress() {
        VirtualFunction internet = publicAddressOfA();
        String udp = live.ec2().securityGroups().create(vpc, "udp", "").id();
        allow(udp, SecurityRule.of(Selector.of("udp", 0, 65535), "0.0.0.0/0"));
        allow(ga, SecurityRule.of(Selector.of("tcp", 80, 99), "10.0.1.0/24"));
        for (int port = 80; port < 100; port++) {
            assertThat(arrives(b, a, Flow.tcp(B, 5000, A, port))).isTrue();
        }
        assertThat(arrives(a, internet, Flow.udp(A, 5000, "9.9.9.9", 53))).isTrue();
        live.ec2().interfaces().modifyGroups(region.eth0(ia).id(), udp);
        for (int port = 80; port < 100; port++) {
            assertThat(arrives(b, a, Flow.tcp(B, 6000, A, port))).isFalse();
        }
    }

    /** The address moves from one who lets flows in to one who does not, and back. */
    @Test
    void shouldRememberNothingWhereAnAddressWasOfFlowsThatAreRefusedWhereItIs() {
        String ofB = region.eth0(ib).id();
        String ofC = region.eth0(ic).id();
        live.ec2().interfaces().assignPrivateAddresses(ofB, List.of(X), 0);
        allow(gb, SUBNET_IN); // tracked
        assertThat(arrives(a, b, Flow.tcp(A, 5000, X, 80))).isTrue();
        live.ec2().interfaces().unassignPrivateAddress(ofB, X);
        live.ec2().interfaces().assignPrivateAddresses(ofC, List.of(X), 0);
        revoke(gb, SUBNET_IN);
        int free = live.ec2().connections().available(ib.key());
        for (int i = 1; i <= 10; i++) {
            assertThat(arrives(a, c, Flow.tcp(A, 5000 + i, X, 80))).isFalse();
        }
        assertThat(live.ec2().connections().available(ib.key())).isEqualTo(free);
        live.ec2().interfaces().unassignPrivateAddress(ofC, X);
        live.ec2().interfaces().assignPrivateAddresses(ofB, List.of(X), 0);
        assertThat(arrives(a, b, Flow.tcp(A, 5001, X, 80))).isFalse();
        assertThat(arrives(a, b, Flow.tcp(A, 6000, X, 80))).isFalse();
        assertThat(arrives(a, b, Flow.tcp(A, 5000, X, 80))).as("the first one").isTrue();
    }

    @Test
    void shouldRememberNothingAtTheSenderOfFlowsThatRulesDoNotTrackAndTheReceiverRefuses() {
        allow(gb, ALL_IN);
        assertThat(arrives(a, b, Flow.tcp(A, 5000, B, 80))).isTrue(); // tracked at A
        allow(ga, ALL_IN); // no more
        revoke(gb, ALL_IN);
        int free = live.ec2().connections().available(ia.key());
        assertThat(arrives(a, b, Flow.tcp(A, 5001, B, 80))).isFalse();
        assertThat(live.ec2().connections().available(ia.key())).isEqualTo(free);
        revoke(ga, ALL_IN);
        assertThat(arrives(b, a, Flow.tcp(B, 80, A, 5001)))
                .as("no rule lets it in")
                .isFalse();
    }

    /** Its connections are forgotten as it stops: flows that go on afterwards open theirs again, by themselves. */
    @Test
    void shouldRememberFlowsOfASenderAgainAfterItStoppedAndStarted() {
        allow(gb, ALL_IN); // untracked there
        Flow flow = Flow.tcp(A, 5000, B, 80); // tracked where it begins
        assertThat(arrives(a, b, flow)).isTrue();
        assertThat(arrives(b, a, flow.reversed())).isTrue();
        live.ec2().instances().stop(ia.id());
        pass(1100, TimeUnit.MILLISECONDS);
        int free = live.ec2().connections().available(ia.key());
        live.ec2().instances().start(ia.id());
        pass(1100, TimeUnit.MILLISECONDS);
        assertThat(live.port(ia.id(), 0)).as("the same port").isSameAs(a);
        assertThat(arrives(a, b, flow)).isTrue();
        assertThat(live.ec2().connections().available(ia.key())).isEqualTo(free - 1);
        assertThat(arrives(b, a, flow.reversed())).isTrue();
    }

    /** Whether a flow that looks like the answer of an untracked one ends with the rule for that one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotTrackAnUntrackedAnswerThoughOthersOfItsClassAreTracked(boolean isClassTracked) {
        allow(ga, EVERYBODY_IN);
        allow(gb, ALL_IN);
        if (isClassTracked) {
            assertThat(arrives(a, b, Flow.tcp(A, 1234, B, 5000))).isTrue();
        }
        assertThat(arrives(b, a, Flow.tcp(B, 5000, A, 80))).isTrue(); // untracked at A
        assertThat(arrives(a, b, Flow.tcp(A, 80, B, 5000))).isTrue(); // as is its answer
        revoke(ga, EVERYBODY_IN);
        assertThat(arrives(b, a, Flow.tcp(B, 5000, A, 80))).isFalse();
    }

    /** As above, where the answer comes first. */
    @Test
    void shouldTrackAFlowThoughAnotherOfItsClassIsAnUntrackedAnswer() {
        allow(ga, EVERYBODY_IN);
        allow(gb, ALL_IN);
        assertThat(arrives(a, b, Flow.tcp(A, 80, B, 5000))).isTrue();
        Flow own = Flow.tcp(A, 1234, B, 5000);
        assertThat(arrives(a, b, own)).isTrue();
        assertThat(arrives(b, a, own.reversed())).isTrue();
    }

    @Test
    void shouldNotDecideARefusalAnewForAConnectionThatIsKnown() {
        allow(gb, ALL_IN); // untracked there
        Flow flow = Flow.tcp(A, 5000, B, 80); // tracked where it begins
        assertThat(arrives(a, b, flow)).isTrue();
        assertThat(arrives(b, a, Flow.tcp(B, 81, A, 5000)))
                .as("its class is refused")
                .isFalse();
        long retired = live.routesRetired();
        pass(25, TimeUnit.SECONDS); // past what the data plane remembers of a flow
        assertThat(arrives(a, b, flow)).isTrue();
        assertThat(live.routesRetired()).isEqualTo(retired);
        assertThat(arrives(a, b, Flow.tcp(A, 5000, B, 79)))
                .as("its answers are of that class")
                .isTrue();
        assertThat(live.routesRetired()).isEqualTo(retired + 1);
    }

    /** A change asks where a flow would go now: nothing of it has gone there. */
    @Test
    void shouldTakeNoPortOfANatGatewayForAFlowThatSentNothingSinceItsRouteLeadsThere() {
        VirtualFunction internet = publicAddressOfA();
        allow(ga, ALL_IN);
        Flow flow = Flow.udp(A, 5000, "9.9.9.9", 53);
        assertThat(arrives(a, internet, flow)).isTrue();
        String outer = region.subnet(vpc, "10.0.2.0/24");
        String table = live.ec2().routeTables().create(vpc).id();
        live.ec2().routeTables().createRoute(table, "0.0.0.0/0", gateway);
        live.ec2().routeTables().associate(table, outer);
        String nat = live.ec2()
                .natGateways()
                .create(outer, live.ec2().addresses().allocate().id())
                .id();
        live.ec2().routeTables().replaceRoute(region.mainTable(vpc), "0.0.0.0/0", nat);
        assertThat(live.ec2().translations().isEmpty()).isTrue();
        assertThat(arrives(a, internet, flow)).isTrue();
        assertThat(live.ec2().translations().isEmpty()).isFalse();
    }
}
