package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules by type and code, pings as connections, and errors that belong to connections; on real headers. */
class LiveIcmpTest extends LiveRegionFixture {

    private static final String A = "10.0.1.10";
    private static final String B = "10.0.1.11";
    private static final byte[] NO_BODY = {};
    private static final int QUOTE = RawFrames.TRANSPORT + IcmpLayout.HEADER_BYTES;

    private String vpc;
    private String subnet;
    private VirtualFunction a;
    private VirtualFunction b;
    private Instance first;

    LiveIcmpTest() {
        super(LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(1, 256, 4096));
    }

    /** Nothing is let in to a; to b, only what a test says. */
    @BeforeEach
    void setUp() {
        vpc = region.vpc("10.0.0.0/16");
        subnet = region.subnet(vpc, "10.0.1.0/24");
        first = region.instance(subnet, A);
        Instance second = region.instance(subnet, B);
        String closed = live.ec2().securityGroups().create(vpc, "closed", "").id();
        live.ec2().interfaces().modifyGroups(region.eth0(first).id(), closed);
        a = live.port(first.id(), 0);
        b = live.port(second.id(), 0);
    }

    @AfterEach
    @Override
    void close() {
        pass(); // every packet comes to an end
        for (VirtualFunction port : live.plane().ports()) {
            assertThat(port.counters().inFlightPackets()).isZero();
        }
        super.close();
    }

    private void pass() {
        pass(10, TimeUnit.MILLISECONDS);
    }

    private List<byte[]> sends(VirtualFunction from, VirtualFunction to, byte[] frame) {
        return sends(from, to.mac(), to, frame);
    }

    private List<byte[]> sends(VirtualFunction from, long mac, VirtualFunction to, byte[] frame) {
        assertThat(RawFrames.send(from, mac, frame)).isTrue();
        pass();
        return RawFrames.receive(to);
    }

    private static byte[] message(String source, String destination, int type, int code) {
        return RawFrames.icmp(Flow.icmp(source, destination, type, code), NO_BODY);
    }

    private void allow(Selector selector) {
        live.ec2()
                .securityGroups()
                .authorize(region.defaultGroup(vpc), Direction.INGRESS, SecurityRule.of(selector, "10.0.0.0/16"));
    }

    private static long dropped(VirtualFunction port, DropReason reason) {
        return port.counters().droppedPackets(reason);
    }

    @Test
    void shouldLetInTheTypesAndCodesThatAGroupNames() {
        allow(Selector.of("icmp", 8, Selector.ANY));
        allow(Selector.of("icmp", 13, 0));
        assertThat(sends(a, b, message(A, B, 8, 0))).hasSize(1);
        assertThat(sends(a, b, message(A, B, 13, 0))).hasSize(1);
        assertThat(sends(a, b, message(A, B, 13, 1))).isEmpty();
        assertThat(sends(a, b, message(A, B, 17, 0))).isEmpty();
        assertThat(dropped(a, DropReason.SECURITY_GROUP_INGRESS)).isEqualTo(2);
    }

    @Test
    void shouldRefuseTypesByNetworkAcl() {
        String other = region.subnet(vpc, "10.0.2.0/24");
        Instance far = region.instance(other, "10.0.2.12");
        VirtualFunction c = live.port(far.id(), 0);
        allow(Selector.of("icmp", Selector.ANY, Selector.ANY));
        String acl = live.ec2().networkAcls().create(vpc).id();
        Cidr anybody = Cidr.parse("0.0.0.0/0", "cidr");
        live.ec2()
                .networkAcls()
                .createEntry(acl, Direction.INGRESS, new AclEntry(100, Selector.of("icmp", 8, 0), true, anybody));
        live.ec2().networkAcls().createEntry(acl, Direction.EGRESS, new AclEntry(100, Selector.ALL, true, anybody));
        live.ec2().networkAcls().replaceAssociation(acl, other);
        long router = LiveRegion.ROUTER_MAC;
        assertThat(sends(b, router, c, message(B, "10.0.2.12", 8, 0))).hasSize(1);
        assertThat(sends(b, router, c, message(B, "10.0.2.12", 0, 0))).isEmpty();
        assertThat(dropped(b, DropReason.NETWORK_ACL_INGRESS)).isEqualTo(1);
        assertThat(sends(c, router, b, message("10.0.2.12", B, 0, 0)))
                .as("the ACL is stateless, the reply allowed")
                .hasSize(1);
        assertThat(sends(c, router, b, message("10.0.2.12", B, 8, 0))).hasSize(1);
        assertThat(sends(b, router, c, message(B, "10.0.2.12", 0, 0)))
                .as("a reply is none of what the ACL lets in, whoever asked")
                .isEmpty();
    }

    @Test
    void shouldLetTheReplyBackToWhoeverAskedAndNoRequest() {
        allow(Selector.of("icmp", 8, Selector.ANY));
        assertThat(sends(b, a, message(B, A, 0, 0))).as("nobody has asked").isEmpty();
        assertThat(sends(a, b, message(A, B, 8, 0))).hasSize(1);
        assertThat(sends(b, a, message(B, A, 0, 0))).hasSize(1);
        assertThat(sends(b, a, message(B, A, 8, 0))).as("that is no answer").isEmpty();
        assertThat(dropped(b, DropReason.SECURITY_GROUP_INGRESS)).isEqualTo(2);
    }

    @Test
    void shouldLetInErrorsAboutTrackedConnectionsAndNoOthers() {
        allow(Selector.udp(53));
        Flow asked = Flow.udp(A, 999, B, 53);
        Flow neverAsked = Flow.udp(A, 998, B, 53);
        Flow unreachable = Flow.icmp(B, A, 3, 3);
        assertThat(sends(b, a, RawFrames.error(unreachable, asked)))
                .as("before there is a connection")
                .isEmpty();
        assertThat(sends(a, b, RawFrames.packet(asked, 100))).hasSize(1);
        for (int round = 0; round < 3; round++) { // one flow to the data plane, and each packet is for itself
            assertThat(RawFrames.send(b, a.mac(), RawFrames.error(unreachable, asked)))
                    .isTrue();
            assertThat(RawFrames.send(b, a.mac(), RawFrames.error(unreachable, neverAsked)))
                    .isTrue();
            assertThat(sends(b, a, RawFrames.error(Flow.icmp(B, A, 11, 0), asked)))
                    .hasSize(2);
        }
        assertThat(sends(b, a, RawFrames.error(unreachable, asked.reversed())))
                .as("of a packet that a never sent")
                .isEmpty();
        assertThat(sends(b, a, RawFrames.icmp(unreachable, new byte[] {0x45, 0})))
                .as("quotes nothing")
                .isEmpty();
        assertThat(dropped(b, DropReason.SECURITY_GROUP_INGRESS)).isEqualTo(6);
    }

    @Test
    void shouldLetInAnErrorOfARouterOnTheWay() {
        allow(Selector.udp(53));
        Flow asked = Flow.udp(A, 999, B, 53);
        VirtualFunction c = live.port(region.instance(subnet, "10.0.1.12").id(), 0);
        sends(a, b, RawFrames.packet(asked, 100));
        assertThat(sends(c, a, RawFrames.error(Flow.icmp("10.0.1.12", A, 11, 0), asked)))
                .hasSize(1);
    }

    @Test
    void shouldTranslateWhatAnErrorFromTheInternetQuotes() {
        region.gateway(vpc);
        String address = live.ec2().addresses().allocate().id();
        live.ec2().addresses().associate(address, first.id());
        String own = live.ec2().addresses().describe(address).publicIp().toString();
        Flow asked = Flow.udp(A, 999, "8.8.8.8", 53);
        assertThat(sends(a, LiveRegion.ROUTER_MAC, live.internet(), RawFrames.packet(asked, 100)))
                .hasSize(1);
        Flow outside = Flow.udp(own, 999, "8.8.8.8", 53);
        byte[] error = RawFrames.error(Flow.icmp("9.9.9.9", own, 3, 4), outside);
        assertThat(RawFrames.isIcmpValid(error)).isTrue();
        assertThat(sends(live.internet(), LiveRegion.ROUTER_MAC, a, error))
                .singleElement()
                .satisfies(frame -> assertQuotes(frame, A, asked));
        byte[] other = RawFrames.error(Flow.icmp("9.9.9.9", own, 3, 4), Flow.udp(own, 1000, "8.8.8.8", 53));
        assertThat(sends(live.internet(), LiveRegion.ROUTER_MAC, a, other)).isEmpty();
    }

    private static void assertQuotes(byte[] frame, String to, Flow about) {
        assertThat(RawFrames.isIcmpValid(frame)).isTrue();
        assertThat(Bytes.getIntBe(frame, RawFrames.IP + Ipv4Layout.DESTINATION_OFFSET))
                .isEqualTo(IpAddress.parse(to).ipv4());
        assertThat(Arrays.copyOfRange(frame, QUOTE, QUOTE + 28))
                .isEqualTo(Arrays.copyOfRange(RawFrames.packet(about, 80), RawFrames.IP, RawFrames.IP + 28));
    }

    @Test
    void shouldCarryPingsAndErrorsThroughANatGateway() {
        region.gateway(vpc);
        String inner = region.subnet(vpc, "10.0.2.0/24");
        String elastic = live.ec2().addresses().allocate().id();
        String nat = live.ec2().natGateways().create(subnet, elastic).id();
        String table = live.ec2().routeTables().create(vpc).id();
        live.ec2().routeTables().associate(table, inner);
        live.ec2().routeTables().createRoute(table, "0.0.0.0/0", nat);
        VirtualFunction hidden = live.port(region.instance(inner, "10.0.2.20").id(), 0);
        String outer = live.ec2().addresses().describe(elastic).publicIp().toString();
        long router = LiveRegion.ROUTER_MAC;

        List<byte[]> ping = sends(hidden, router, live.internet(), message("10.0.2.20", "8.8.8.8", 8, 0));
        byte[] reply = RawFrames.query(Flow.icmp("8.8.8.8", outer, 0, 0), RawFrames.identifier(ping.get(0)), 0);
        assertThat(sends(live.internet(), router, hidden, reply))
                .singleElement()
                .satisfies(frame -> assertThat(RawFrames.isIcmpValid(frame)).isTrue());

        Flow asked = Flow.tcp("10.0.2.20", 999, "8.8.8.8", 443);
        List<byte[]> out = sends(hidden, router, live.internet(), RawFrames.packet(asked, 100));
        int port = Bytes.getUnsignedShortBe(out.get(0), RawFrames.TRANSPORT);
        byte[] error = RawFrames.error(Flow.icmp("9.9.9.9", outer, 3, 1), Flow.tcp(outer, port, "8.8.8.8", 443));
        assertThat(sends(live.internet(), router, hidden, error))
                .singleElement()
                .satisfies(frame -> assertQuotes(frame, "10.0.2.20", asked));
        byte[] unknown = RawFrames.error(Flow.icmp("9.9.9.9", outer, 3, 1), Flow.tcp(outer, 1, "8.8.8.8", 443));
        assertThat(sends(live.internet(), router, hidden, unknown)).isEmpty();
        assertThat(dropped(live.internet(), DropReason.NAT_UNSOLICITED)).isEqualTo(1);
    }
}
