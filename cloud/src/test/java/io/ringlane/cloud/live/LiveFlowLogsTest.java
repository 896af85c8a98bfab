package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.flowlog.FlowLogLine;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.vpc.FlowLog;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Packets have 90 bytes on the wire, 76 of them layer 3. */
class LiveFlowLogsTest extends LiveRegionFixture {

    private final String vpc = region.vpc("10.0.0.0/16");
    private final String subnet = region.subnet(vpc, "10.0.1.0/24");
    private final Instance a = region.instance(subnet, "10.0.1.10");
    private final Instance b = region.instance(subnet, "10.0.1.11");
    private final VirtualFunction sender = live.port(a.id(), 0);
    private final long receiverMac = live.port(b.id(), 0).mac();

    LiveFlowLogsTest() {
        super(LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(2, 256, 4096));
    }

    private void pass(long seconds) {
        pass(seconds, TimeUnit.SECONDS);
    }

    private void send(Flow flow, int packets) {
        for (int i = 0; i < packets; i++) {
            assertThat(Packet.send(sender, receiverMac, flow, i)).isTrue();
            live.turn();
            pass(1);
        }
    }

    /** "who source destination ports packets bytes action", without ids and times. */
    private List<String> records() {
        return live.drainFlowLogs().stream()
                .filter(line -> line.status() == FlowLogLine.Status.OK)
                .map(line -> (line.interfaceKey() == region.eth0(a).key() ? "a" : "b") + " "
                        + line.flow().destinationPort() + " " + line.packets() + " " + line.bytes() + " "
                        + (line.accepted() ? "ACCEPT" : "REJECT"))
                .sorted()
                .toList();
    }

    @Test
    void shouldWriteDownBothEndsOnceAWindow() {
        Flow flow = Flow.udp("10.0.1.10", 1, "10.0.1.11", 80);
        send(flow, 1); // before there is a log
        live.ec2().flowLogs().create(subnet, FlowLog.Traffic.ALL, 60);
        send(flow, 3);
        assertThat(records()).isEmpty();
        pass(60);
        assertThat(records()).containsExactly("a 80 3 228 ACCEPT", "b 80 3 228 ACCEPT");
        assertThat(records()).isEmpty();
        send(flow, 2);
        pass(60);
        assertThat(records()).containsExactly("a 80 2 152 ACCEPT", "b 80 2 152 ACCEPT");
    }

    @Test
    void shouldCreditEachPacketToTheRulesItWasSentUnder() {
        Flow flow = Flow.udp("10.0.1.10", 1, "10.0.1.11", 80);
        live.ec2().flowLogs().create(vpc, FlowLog.Traffic.ALL, 60);
        Packet.send(sender, receiverMac, flow, 1);
        Packet.send(sender, receiverMac, flow, 2);
        live.turn();
        String closed = live.ec2()
                .securityGroups()
                .create(vpc, "closed", "lets nobody in")
                .id();
        live.ec2().interfaces().modifyGroups(region.eth0(b).id(), closed);
        send(Flow.udp("10.0.1.10", 1, "10.0.1.11", 81), 1);
        live.ec2().instances().stop(b.id());
        send(flow, 1);
        pass(60);
        assertThat(records())
                .containsExactly("a 80 3 228 ACCEPT", "a 81 1 76 ACCEPT", "b 80 2 152 ACCEPT", "b 81 1 76 REJECT");
    }

    @Test
    void shouldWriteDownWhatWasSentUntilTheRegionIsClosed() {
        live.ec2().flowLogs().create(subnet, FlowLog.Traffic.ALL, 60);
        Flow flow = Flow.udp("10.0.1.10", 1, "10.0.1.11", 80);
        assertThat(Packet.send(sender, receiverMac, flow, 1)).isTrue();
        live.turn();
        live.close();
        clock.advanceTo(clock.nanoTime() + TimeUnit.SECONDS.toNanos(61));

        assertThat(records()).containsExactly("a 80 1 76 ACCEPT", "b 80 1 76 ACCEPT");
    }

    @Test
    void shouldForgetNothingOfAFlowThatIsForgotten() {
        live.ec2().flowLogs().create(region.eth0(a).id(), FlowLog.Traffic.ACCEPT, 600);
        for (int port = 1; port <= 200; port++) {
            Packet.send(sender, receiverMac, Flow.udp("10.0.1.10", port, "10.0.1.11", 80), port);
            live.turn();
        }
        pass(900);
        assertThat(live.drainFlowLogs().stream().mapToLong(FlowLogLine::packets).sum())
                .isEqualTo(200);
    }
}
