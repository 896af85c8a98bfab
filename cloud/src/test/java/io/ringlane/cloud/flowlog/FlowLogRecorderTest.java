package io.ringlane.cloud.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.vpc.FlowLog.Traffic;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlowLogRecorderTest {

    private static final String ACCOUNT = "123456789012";
    private static final long EPOCH = 1767225600;

    private TestRegion region;
    private String subnet;
    private Instance a;
    private Instance b;
    private FlowLogRecorder recorder;

    @BeforeEach
    void setUp() {
        region = new TestRegion();
        subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
        a = region.instance(subnet, "10.0.1.10");
        b = region.instance(subnet, "10.0.1.11");
        recorder = new FlowLogRecorder(region.ec2::state, Ec2Settings.builtIn(), ACCOUNT, 3);
        region.pass(10, TimeUnit.SECONDS);
    }

    private void send(Instance from, Flow flow, int packets, int bytes) {
        recorder.onPackets(
                region.ec2.forwarding().decide(region.eth0(from).key(), flow), packets, bytes, region.clock.nanoTime());
    }

    private List<String> drain() {
        return recorder.drain(region.clock.nanoTime()).stream()
                .map(FlowLogLine::toString)
                .toList();
    }

    @Test
    void shouldWriteOneLineAFlowAndDirectionInTheFormatOfVersion2() {
        NetworkInterface eth0 = region.eth0(b);
        region.ec2.interfaces().assignPrivateAddresses(eth0.id(), List.of("10.0.1.12"), 0);
        region.ec2.flowLogs().create(eth0.id(), Traffic.ALL, 60);
        Flow request = Flow.tcp("10.0.1.10", 20641, "10.0.1.12", 22);
        send(a, request, 15, 4000);
        region.pass(30, TimeUnit.SECONDS);
        send(a, request, 5, 249);
        send(b, request.reversed(), 7, 700);
        assertThat(drain()).as("the window is open").isEmpty();
        region.pass(30, TimeUnit.SECONDS);

        assertThat(drain())
                .containsExactly(
                        "2 " + ACCOUNT + " " + eth0.id() + " 10.0.1.10 10.0.1.11 20641 22 6 20 4249 " + (EPOCH + 10)
                                + " " + (EPOCH + 40) + " ACCEPT OK",
                        "2 " + ACCOUNT + " " + eth0.id() + " 10.0.1.11 10.0.1.10 22 20641 6 7 700 " + (EPOCH + 40) + " "
                                + (EPOCH + 40) + " ACCEPT OK");
        assertThat(drain()).as("written once").isEmpty();
        region.pass(60, TimeUnit.SECONDS);
        assertThat(drain())
                .containsExactly("2 " + ACCOUNT + " " + eth0.id() + " - - - - - - - " + (EPOCH + 70) + " "
                        + (EPOCH + 130) + " - NODATA");
    }

    @Test
    void shouldWriteRejectionsWhereTheyHappen() {
        String group = region.ec2
                .securityGroups()
                .create(region.ec2.vpcs().describeSubnet(subnet).vpcId(), "closed", "")
                .id();
        region.ec2.interfaces().modifyGroups(region.eth0(b).id(), group);
        region.ec2.flowLogs().create(subnet, Traffic.REJECT, 60);
        send(a, Flow.icmp("10.0.1.10", "10.0.1.11", 8, 0), 1, 98);
        send(a, Flow.udp("10.0.1.99", 1, "10.0.1.11", 2), 1, 98); // spoofed: never written
        region.ec2.securityGroups().revoke(group, Direction.EGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        send(b, Flow.udp("10.0.1.11", 53, "10.0.1.10", 54), 2, 196);
        region.pass(60, TimeUnit.SECONDS);
        String ofB = " " + region.eth0(b).id() + " ";
        assertThat(drain())
                .filteredOn(line -> line.endsWith("OK"))
                .containsExactlyInAnyOrder(
                        "2 " + ACCOUNT + ofB + "10.0.1.10 10.0.1.11 0 0 1 1 98 " + (EPOCH + 10) + " " + (EPOCH + 10)
                                + " REJECT OK",
                        "2 " + ACCOUNT + ofB + "10.0.1.11 10.0.1.10 53 54 17 2 196 " + (EPOCH + 10) + " " + (EPOCH + 10)
                                + " REJECT OK");
    }

    @Test
    void shouldNotWriteTrafficToServices() {
        region.ec2.flowLogs().create(region.eth0(a).id(), Traffic.ALL, 60);
        send(a, Flow.tcp("10.0.1.10", 1, "169.254.169.254", 80), 1, 60);
        region.pass(60, TimeUnit.SECONDS);
        assertThat(drain()).singleElement().asString().endsWith("NODATA");
    }

    @Test
    void shouldWriteOfNitroInstancesEachMinuteWhateverTheLogSays() {
        Instance xen = region.ec2
                .instances()
                .run(LaunchSpec.of("c4.large", subnet)
                        .with(InterfaceSpec.in(subnet).withAddress("10.0.1.12")))
                .get(0);
        region.ec2.flowLogs().create(subnet, Traffic.ALL, 600);
        send(a, Flow.udp("10.0.1.10", 1, "10.0.1.12", 9), 1, 60);
        region.pass(60, TimeUnit.SECONDS);
        assertThat(drain())
                .as("the first minute")
                .containsExactlyInAnyOrder(
                        "2 " + ACCOUNT + " " + region.eth0(a).id() + " 10.0.1.10 10.0.1.12 1 9 17 1 60 " + (EPOCH + 10)
                                + " " + (EPOCH + 10) + " ACCEPT OK",
                        withoutData(b, 10, 70));
        send(a, Flow.udp("10.0.1.10", 1, "10.0.1.12", 9), 1, 60);
        region.pass(540, TimeUnit.SECONDS);

        List<String> later = drain();

        assertThat(later)
                .filteredOn(line -> line.contains(region.eth0(a).id()))
                .as("nine more minutes of a, which sent something in the first of them")
                .hasSize(9)
                .contains(withoutData(a, 130, 190))
                .endsWith(withoutData(a, 550, 610));
        assertThat(later)
                .filteredOn(line -> line.contains(region.eth0(xen).id()))
                .containsExactly("2 " + ACCOUNT + " " + region.eth0(xen).id() + " 10.0.1.10 10.0.1.12 1 9 17 2 120 "
                        + (EPOCH + 10) + " " + (EPOCH + 70) + " ACCEPT OK");
    }

    @Test
    void shouldEndEveryWindowThatIsOpenOnce() {
        region.ec2.instances().run(LaunchSpec.of("c4.large", subnet));
        region.ec2.flowLogs().create(subnet, Traffic.ALL, 600);
        region.pass(130, TimeUnit.SECONDS);

        assertThat(recorder.finish(region.clock.nanoTime()))
                .as("three minutes of two interfaces, the third of which is open, and ten of one")
                .hasSize(7)
                .doesNotHaveDuplicates();
    }

    private String withoutData(Instance of, long start, long end) {
        return "2 " + ACCOUNT + " " + region.eth0(of).id() + " - - - - - - - " + (EPOCH + start) + " " + (EPOCH + end)
                + " - NODATA";
    }

    @Test
    void shouldSayThatItSkippedWhatItCouldNotKeep() {
        region.ec2.flowLogs().create(region.eth0(a).id(), Traffic.ALL, 60);
        for (int port = 1; port <= 5; port++) {
            send(a, Flow.udp("10.0.1.10", port, "10.0.1.11", 9), 1, 60);
        }
        region.pass(60, TimeUnit.SECONDS);
        assertThat(drain())
                .hasSize(4)
                .filteredOn(line -> line.endsWith("SKIPDATA"))
                .hasSize(1);
        send(a, Flow.udp("10.0.1.10", 6, "10.0.1.11", 9), 1, 60);
        region.pass(60, TimeUnit.SECONDS);
        assertThat(drain()).singleElement().asString().endsWith("ACCEPT OK");
    }
}
