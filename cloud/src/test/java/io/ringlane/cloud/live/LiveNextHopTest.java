package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A frame to the MAC address of another interface of the subnet goes straight there, past the route table: a guest may be the
 * next hop of its neighbours. Source: Amazon VPC User Guide, "Route tables".
 */
class LiveNextHopTest extends LiveRegionFixture {

    private static final Flow FLOW = Flow.udp("10.0.1.10", 1000, "10.0.2.30", 2000);

    private final String vpc = region.vpc("10.0.0.0/16");
    private final String subnet = region.subnet(vpc, "10.0.1.0/24");
    private final String other = region.subnet(vpc, "10.0.2.0/24");
    private final Instance a = region.instance(subnet, "10.0.1.10");
    private final Instance hop = region.instance(subnet, "10.0.1.20");
    private final Instance far = region.instance(other, "10.0.2.30");
    private final VirtualFunction sender = live.port(a.id(), 0);
    private final VirtualFunction atHop = live.port(hop.id(), 0);
    private final VirtualFunction atFar = live.port(far.id(), 0);
    private long ids;

    LiveNextHopTest() {
        super(LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(2, 256, 4096));
    }

    @BeforeEach
    void letTheHopForward() {
        live.ec2().interfaces().modifySourceDestCheck(region.eth0(hop).id(), false);
        allow(region.defaultGroup(vpc));
    }

    private void allow(String group) {
        live.ec2().securityGroups().authorize(group, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
    }

    @AfterEach
    void everyPacketCameToAnEnd() {
        for (VirtualFunction port : live.plane().ports()) {
            assertThat(port.counters().inFlightPackets()).isZero();
        }
    }

    private void send(VirtualFunction from, long mac, Flow flow) {
        assertThat(Packet.send(from, mac, flow, ++ids)).isTrue();
        pass(10, TimeUnit.MILLISECONDS);
    }

    private int hopReceives(Flow flow) {
        send(sender, atHop.mac(), flow);
        return Packet.receive(atHop).size();
    }

    private void hopRefuses(DropReason reason, Flow flow) {
        long before = dropped(reason);
        send(sender, atHop.mac(), flow);
        assertThat(dropped(reason)).as("%s", reason).isEqualTo(before + 1);
    }

    private long dropped(DropReason reason) {
        return sender.counters().droppedPackets(reason);
    }

    @Test
    void shouldTakeAFrameToTheNeighbourThatItIsSentTo() {
        send(sender, atHop.mac(), FLOW);

        assertThat(Packet.receive(atFar)).isEmpty();
        assertThat(Packet.receive(atHop)).singleElement().satisfies(packet -> {
            assertThat(packet.flow()).isEqualTo(FLOW);
            assertThat(packet.isValid()).isTrue();
            assertThat(packet.destinationMac()).isEqualTo(atHop.mac());
        });

        send(atHop, LiveRegion.ROUTER_MAC, FLOW); // which forwards it
        assertThat(Packet.receive(atFar)).extracting(Packet::flow).containsExactly(FLOW);
    }

    @Test
    void shouldTakeEachPacketOfAFlowWhereItsFrameIsSent() {
        for (int i = 0; i < 3; i++) {
            send(sender, LiveRegion.ROUTER_MAC, FLOW);
            assertThat(Packet.receive(atFar)).hasSize(1);
            assertThat(hopReceives(FLOW)).isEqualTo(1);
            assertThat(Packet.receive(atFar)).isEmpty();
        }
        Flow nowhere = Flow.udp("10.0.1.10", 1000, "93.184.216.34", 53);
        for (int i = 1; i <= 3; i++) {
            send(sender, LiveRegion.ROUTER_MAC, nowhere);
            assertThat(dropped(DropReason.NO_ROUTE)).isEqualTo(i);
            assertThat(hopReceives(nowhere)).isEqualTo(1);
        }
        Flow unused = Flow.udp("10.0.1.10", 1000, "10.0.1.99", 53);
        hopReceives(unused);
        send(sender, LiveRegion.ROUTER_MAC, unused);
        assertThat(hopReceives(unused)).isEqualTo(1);
        assertThat(dropped(DropReason.NO_SUCH_ADDRESS)).isEqualTo(1);
        assertThat(dropped(DropReason.UNKNOWN_MAC)).isZero();
    }

    @Test
    void shouldNotTakeAPublicAddressForItsOwnersOwn() {
        region.gateway(vpc);
        live.ec2().addresses().associate(live.ec2().addresses().allocate().id(), a.id());
        ElasticIp elastic = live.ec2().addresses().allocate();
        live.ec2().addresses().associate(elastic.id(), hop.id());
        live.ec2().interfaces().modifySourceDestCheck(region.eth0(hop).id(), true);
        Flow toElastic = Flow.udp("10.0.1.10", 1000, elastic.publicIp().toString(), 53);

        for (int i = 0; i < 2; i++) {
            send(sender, LiveRegion.ROUTER_MAC, toElastic); // through the gateway, which alone knows whose it is
            assertThat(Packet.receive(atHop)).hasSize(1);
            hopRefuses(DropReason.DESTINATION_CHECK, toElastic);
        }
    }

    @Test
    void shouldTakePacketsOfOneBurstWhereEachIsSent() {
        for (int i = 0; i < 8; i++) {
            long mac = i % 2 == 0 ? LiveRegion.ROUTER_MAC : atHop.mac();
            assertThat(Packet.send(sender, mac, FLOW, i)).isTrue();
        }
        pass(10, TimeUnit.MILLISECONDS);

        assertThat(Packet.receive(atFar)).extracting(Packet::id).containsExactly(0L, 2L, 4L, 6L);
        assertThat(Packet.receive(atHop)).extracting(Packet::id).containsExactly(1L, 3L, 5L, 7L);
    }

    @Test
    void shouldRefuseAtTheReceiverWhatIsNotItsOwnWhileItChecks() {
        assertThat(hopReceives(FLOW)).isEqualTo(1);
        live.ec2().interfaces().modifySourceDestCheck(region.eth0(hop).id(), true);

        hopRefuses(DropReason.DESTINATION_CHECK, FLOW);
        hopRefuses(DropReason.DESTINATION_CHECK, FLOW);
        send(sender, LiveRegion.ROUTER_MAC, FLOW);
        assertThat(Packet.receive(atFar)).as("to the router, as before").hasSize(1);
        assertThat(hopReceives(Flow.udp("10.0.1.10", 1, "10.0.1.20", 2)))
                .as("its own address")
                .isEqualTo(1);

        live.ec2().interfaces().modifySourceDestCheck(region.eth0(hop).id(), false);
        assertThat(hopReceives(FLOW)).isEqualTo(1);
        assertThat(Packet.receive(atHop)).isEmpty();
    }

    @Test
    void shouldRefuseWhatItsSenderMayNotSend() {
        hopRefuses(DropReason.SPOOFED_ADDRESS, Flow.udp("10.0.1.77", 1, "10.0.2.30", 2));
        live.ec2().interfaces().modifySourceDestCheck(region.eth0(a).id(), false);
        assertThat(hopReceives(Flow.udp("10.0.1.77", 1, "10.0.2.30", 2))).isEqualTo(1);
    }

    @Test
    void shouldAskTheGroupsOfBothEnds() {
        String closed = live.ec2().securityGroups().create(vpc, "closed", "").id();
        live.ec2().interfaces().modifyGroups(region.eth0(hop).id(), closed);
        hopRefuses(DropReason.SECURITY_GROUP_INGRESS, FLOW);
        send(sender, LiveRegion.ROUTER_MAC, FLOW);
        assertThat(Packet.receive(atFar)).as("the hop's groups are its own").hasSize(1);
        hopRefuses(DropReason.SECURITY_GROUP_INGRESS, FLOW.withPorts(1001, 2000)); // treated alike
        allow(closed);
        assertThat(hopReceives(FLOW)).isEqualTo(1);

        String mute = live.ec2().securityGroups().create(vpc, "mute", "").id();
        live.ec2().securityGroups().revoke(mute, Direction.EGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        live.ec2().interfaces().modifyGroups(region.eth0(a).id(), mute);
        hopRefuses(DropReason.SECURITY_GROUP_EGRESS, FLOW);
        live.ec2().interfaces().modifyGroups(region.eth0(a).id(), closed);
        assertThat(hopReceives(FLOW)).isEqualTo(1);
    }

    @Test
    void shouldAskNoNetworkAclInsideASubnet() {
        String acl = live.ec2().networkAcls().create(vpc).id(); // denies everything
        live.ec2().networkAcls().replaceAssociation(acl, subnet);

        send(sender, LiveRegion.ROUTER_MAC, FLOW);

        assertThat(dropped(DropReason.NETWORK_ACL_EGRESS)).isEqualTo(1);
        assertThat(hopReceives(FLOW)).isEqualTo(1);
    }

    @Test
    void shouldKnowTheNeighboursOfTheSubnetOnly() {
        send(sender, atFar.mac(), Flow.udp("10.0.1.10", 1, "8.8.8.8", 2));
        send(sender, 0x0A11_2233_4455L, FLOW);
        assertThat(dropped(DropReason.UNKNOWN_MAC)).isEqualTo(2);

        assertThat(hopReceives(FLOW)).isEqualTo(1);
        live.ec2().instances().stop(hop.id());
        hopRefuses(DropReason.TARGET_NOT_RUNNING, FLOW);
        live.ec2().instances().start(hop.id());
        VirtualFunction again = live.port(hop.id(), 0);
        send(sender, again.mac(), FLOW);
        assertThat(Packet.receive(again)).hasSize(1);
    }

    @Test
    void shouldGoByAddressToWhoeverComesToHaveIt() {
        Flow moving = Flow.udp("10.0.1.10", 1000, "10.0.1.77", 2000);
        Instance owner = region.instance(subnet, "10.0.1.40");
        live.ec2().interfaces().assignPrivateAddresses(region.eth0(owner).id(), List.of("10.0.1.77"), 0);
        VirtualFunction atOwner = live.port(owner.id(), 0);
        send(sender, atOwner.mac(), moving);
        assertThat(Packet.receive(atOwner)).hasSize(1);
        assertThat(hopReceives(moving)).isEqualTo(1);

        live.ec2().interfaces().unassignPrivateAddress(region.eth0(owner).id(), "10.0.1.77");
        live.ec2().interfaces().assignPrivateAddresses(region.eth0(hop).id(), List.of("10.0.1.77"), 0);

        assertThat(hopReceives(moving)).isEqualTo(1);
        send(sender, atOwner.mac(), moving);
        assertThat(dropped(DropReason.DESTINATION_CHECK)).as("it checks").isEqualTo(1);
        send(sender, LiveRegion.ROUTER_MAC, moving);
        assertThat(Packet.receive(atHop)).hasSize(1);
    }

    @Test
    void shouldDropWhatIsSentToANeighbourThatIsGone() {
        String loose = live.ec2().interfaces().create(InterfaceSpec.in(subnet)).id();
        long mac = live.ec2().interfaces().describe(loose).mac();
        send(sender, mac, FLOW);
        assertThat(dropped(DropReason.TARGET_DETACHED)).isEqualTo(1);
        live.ec2().interfaces().delete(loose);
        send(sender, mac, FLOW);
        send(sender, mac, FLOW);
        assertThat(dropped(DropReason.UNKNOWN_MAC)).isEqualTo(2);
    }
}
