package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.flowlog.FlowLogLine;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.FlowLog;
import io.ringlane.cloud.vpc.NatGateway;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What flow logs hold of the interface of a NAT gateway: both sides of each packet, with the interface's own address on its own
 * side. Source: Amazon VPC User Guide, "Flow log record examples", traffic through a NAT gateway. Packets have 76 bytes of layer 3.
 */
class LiveNatFlowLogsTest extends LiveRegionFixture {

    private static final String OUTSIDE = "93.184.216.34";
    private static final int FIRST_PORT = Ec2Settings.builtIn().count(Setting.NAT_FIRST_PORT);
    private static final Flow REQUEST = Flow.udp("10.0.2.20", 999, OUTSIDE, 443);

    private final String vpc;
    private final String outer;
    private final NatGateway nat;
    private final String natInterface;
    private final String natAddress;
    private final String publicAddress;
    private final VirtualFunction sender;

    LiveNatFlowLogsTest() {
        super(LiveSettings.defaults()
                .withEc2(Ec2Settings.builtIn().with(Setting.NAT_CONNECTIONS_PER_DESTINATION, 2))
                .withQueues(1, 32, 64)
                .withWorkers(2, 256, 4096));
        vpc = region.vpc("10.0.0.0/16");
        outer = region.subnet(vpc, "10.0.1.0/24");
        String inner = region.subnet(vpc, "10.0.2.0/24");
        region.gateway(vpc);
        String elastic = live.ec2().addresses().allocate().id();
        nat = live.ec2().natGateways().create(outer, elastic);
        natInterface = ResourceKind.INTERFACE.id(nat.interfaceKey());
        natAddress = live.ec2()
                .state()
                .find(Table.INTERFACES, nat.interfaceKey())
                .primaryAddress()
                .toString();
        publicAddress = live.ec2().addresses().describe(elastic).publicIp().toString();
        String table = live.ec2().routeTables().create(vpc).id();
        live.ec2().routeTables().associate(table, inner);
        live.ec2().routeTables().createRoute(table, "0.0.0.0/0", nat.id());
        sender = live.port(region.instance(inner, "10.0.2.20").id(), 0);
        live.internet().open();
    }

    private void send(VirtualFunction from, Flow flow, int packets) {
        for (int i = 0; i < packets; i++) {
            assertThat(Packet.send(from, LiveRegion.ROUTER_MAC, flow, i)).isTrue();
            pass(10, TimeUnit.MILLISECONDS);
        }
    }

    private void log(String resource) {
        live.ec2().flowLogs().create(resource, FlowLog.Traffic.ALL, 60);
    }

    /** "who source port destination port packets bytes action", sorted, of one window. */
    private List<String> records() {
        pass(60, TimeUnit.SECONDS);
        return live.drainFlowLogs().stream()
                .filter(line -> line.status() == FlowLogLine.Status.OK)
                .map(line -> (line.interfaceKey() == nat.interfaceKey() ? "nat " : "sender ")
                        + line.flow().source() + " " + line.flow().sourcePort() + " "
                        + line.flow().destination() + " " + line.flow().destinationPort() + " " + line.packets() + " "
                        + line.bytes() + " " + (line.accepted() ? "ACCEPT" : "REJECT"))
                .sorted()
                .toList();
    }

    private void denyInOuterSubnet(Direction direction, String block) {
        String acl = live.ec2().networkAcls().create(vpc).id();
        for (Direction each : Direction.values()) {
            live.ec2().networkAcls().createEntry(acl, each, entry(200, true, "0.0.0.0/0"));
        }
        live.ec2().networkAcls().createEntry(acl, direction, entry(100, false, block));
        live.ec2().networkAcls().replaceAssociation(acl, outer);
    }

    private static AclEntry entry(int number, boolean allow, String block) {
        return new AclEntry(number, Selector.ALL, allow, Cidr.parse(block, "cidrBlock"));
    }

    /** Sends some, and answers one; the port that the gateway gave the flow. */
    private int askAndAnswer() {
        send(sender, REQUEST, 3);
        List<Packet> out = Packet.receive(live.internet());
        assertThat(out).hasSize(3);
        send(live.internet(), out.get(0).flow().reversed(), 1);
        assertThat(Packet.receive(sender)).hasSize(1);
        return out.get(0).flow().sourcePort();
    }

    private String[] bothSides(int port) {
        return new String[] {
            "nat 10.0.2.20 999 " + natAddress + " 443 3 228 ACCEPT",
            "nat " + natAddress + " " + port + " " + OUTSIDE + " 443 3 228 ACCEPT",
            "nat " + OUTSIDE + " 443 " + natAddress + " " + port + " 1 76 ACCEPT",
            "nat " + natAddress + " 443 10.0.2.20 999 1 76 ACCEPT"
        };
    }

    @Test
    void shouldSeeBothSidesOfEachPacketAtTheGatewaysInterface() {
        log(natInterface);

        int port = askAndAnswer();

        assertThat(records()).containsExactlyInAnyOrder(bothSides(port));
        pass(60, TimeUnit.SECONDS);
        assertThat(live.drainFlowLogs())
                .as("a window without traffic")
                .singleElement()
                .asString()
                .contains(" " + natInterface + " ")
                .endsWith("NODATA");
    }

    @Test
    void shouldSeeTheGatewaysInterfaceInALogOfItsSubnet() {
        log(outer);

        int port = askAndAnswer();

        assertThat(records()).containsExactlyInAnyOrder(bothSides(port));
    }

    @Test
    void shouldRejectAtTheGatewayWhatTheAclOfItsSubnetLetsNotOut() {
        log(vpc);
        denyInOuterSubnet(Direction.EGRESS, "93.184.0.0/16");

        send(sender, REQUEST, 2);

        assertThat(sender.counters().droppedPackets(DropReason.NETWORK_ACL_EGRESS))
                .isEqualTo(2);
        assertThat(records())
                .containsExactlyInAnyOrder(
                        "nat 10.0.2.20 999 " + natAddress + " 443 2 152 ACCEPT",
                        "nat " + natAddress + " " + FIRST_PORT + " " + OUTSIDE + " 443 2 152 REJECT",
                        "sender 10.0.2.20 999 " + OUTSIDE + " 443 2 152 ACCEPT");
    }

    @Test
    void shouldRejectAtTheGatewayWhatTheAclOfItsSubnetLetsNotIn() {
        log(vpc);
        denyInOuterSubnet(Direction.INGRESS, "10.0.2.0/24");

        send(sender, REQUEST, 2);
        send(sender, Flow.udp("10.0.2.20", 1000, OUTSIDE, 443), 1); // treated alike

        assertThat(records())
                .containsExactlyInAnyOrder(
                        "nat 10.0.2.20 999 " + natAddress + " 443 2 152 REJECT",
                        "nat 10.0.2.20 1000 " + natAddress + " 443 1 76 REJECT",
                        "sender 10.0.2.20 999 " + OUTSIDE + " 443 2 152 ACCEPT",
                        "sender 10.0.2.20 1000 " + OUTSIDE + " 443 1 76 ACCEPT");
    }

    @Test
    void shouldRejectAtTheGatewayAnAnswerThatTheAclLetsNotOut() {
        log(natInterface);
        denyInOuterSubnet(Direction.EGRESS, "10.0.2.0/24");

        send(sender, REQUEST, 1);
        Flow out = Packet.receive(live.internet()).get(0).flow();
        send(live.internet(), out.reversed(), 2);

        assertThat(Packet.receive(sender)).isEmpty();
        assertThat(records())
                .contains(
                        "nat " + OUTSIDE + " 443 " + natAddress + " " + out.sourcePort() + " 2 152 ACCEPT",
                        "nat " + natAddress + " 443 10.0.2.20 999 2 152 REJECT")
                .hasSize(4);
    }

    @Test
    void shouldSeeWhatTheGatewayKeeps() {
        log(vpc);

        send(live.internet(), Flow.udp("8.8.8.8", 53, publicAddress, 7), 2); // nobody has asked for it
        send(live.internet(), Flow.udp("8.8.8.8", 53, publicAddress, 8), 1);
        for (int port = 1; port <= 3; port++) {
            send(sender, REQUEST.withPorts(port, 443), 1);
        }

        assertThat(sender.counters().droppedPackets(DropReason.NAT_PORTS_EXHAUSTED))
                .isEqualTo(1);
        assertThat(records())
                .contains(
                        "nat 8.8.8.8 53 " + natAddress + " 7 2 152 ACCEPT",
                        "nat 8.8.8.8 53 " + natAddress + " 8 1 76 ACCEPT",
                        "nat 10.0.2.20 3 " + natAddress + " 443 1 76 ACCEPT",
                        "sender 10.0.2.20 3 " + OUTSIDE + " 443 1 76 ACCEPT")
                .filteredOn(line -> line.startsWith("nat " + natAddress))
                .as("what leaves the gateway")
                .hasSize(2);
    }

    @Test
    void shouldTellFlowsApartThatKeepTheirPorts() {
        log(natInterface);
        int first = FIRST_PORT;

        send(sender, REQUEST.withPorts(first, 443), 1);
        send(sender, REQUEST.withPorts(first + 1, 443), 2);

        assertThat(Packet.receive(live.internet()))
                .extracting(packet -> packet.flow().sourcePort())
                .as("the gateway changes no port, so that both flows take one route")
                .containsExactly(first, first + 1, first + 1);
        assertThat(records())
                .containsExactlyInAnyOrder(
                        "nat 10.0.2.20 " + first + " " + natAddress + " 443 1 76 ACCEPT",
                        "nat " + natAddress + " " + first + " " + OUTSIDE + " 443 1 76 ACCEPT",
                        "nat 10.0.2.20 " + (first + 1) + " " + natAddress + " 443 2 152 ACCEPT",
                        "nat " + natAddress + " " + (first + 1) + " " + OUTSIDE + " 443 2 152 ACCEPT");
    }
}
