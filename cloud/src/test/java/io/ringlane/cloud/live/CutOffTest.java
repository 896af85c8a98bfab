package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.flowlog.FlowLogLine;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.vpc.FlowLog;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flows that nobody remembers are cut off by a change and let in again by the next one, and flows of connections go on. */
class CutOffTest extends LiveRegionFixture {

    private static final int FLOWS = 20;

    private final String vpc = region.vpc("10.0.0.0/16");
    private final String subnet = region.subnet(vpc, "10.0.1.0/24");
    private final String open = group("open");
    private final String closed = group("closed");
    private final Instance a = region.instance(subnet, "10.0.1.10");
    private final Instance b = region.instance(subnet, "10.0.1.11");
    private final VirtualFunction ofA = live.port(a.id(), 0);
    private final VirtualFunction ofB = live.port(b.id(), 0);

    CutOffTest() {
        super(LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(1, 256, 4096));
    }

    private String group(String name) {
        return live.ec2().securityGroups().create(vpc, name, name).id();
    }

    @BeforeEach
    void letEverythingIn() {
        live.ec2().securityGroups().authorize(open, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        enter(a, open);
        enter(b, open);
    }

    private void enter(Instance instance, String group) {
        live.ec2().interfaces().modifyGroups(region.eth0(instance).id(), group);
    }

    private boolean arrives(VirtualFunction from, Flow flow, VirtualFunction to) {
        assertThat(Packet.send(from, to.mac(), flow, 1)).isTrue();
        live.turn();
        pass(1, TimeUnit.MILLISECONDS);
        return !Packet.receive(to).isEmpty();
    }

    private static Flow toB(int port) {
        return Flow.udp("10.0.1.10", port, "10.0.1.11", 53);
    }

    private int arriveAtB() {
        int count = 0;
        for (int port = 1; port <= FLOWS; port++) {
            count += arrives(ofA, toB(port), ofB) ? 1 : 0;
        }
        return count;
    }

    private long denied() {
        return ofA.counters().droppedPackets(DropReason.SECURITY_GROUP_INGRESS);
    }

    @Test
    void shouldCutFlowsOffAndLetThemInAgainOnTheirRoute() {
        assertThat(arriveAtB()).isEqualTo(FLOWS);
        long ended = live.routesRetired();
        for (int i = 1; i <= 3; i++) {
            enter(b, closed);
            assertThat(arriveAtB()).isZero();
            assertThat(denied()).isEqualTo((long) i * FLOWS);
            enter(b, open);
            assertThat(arriveAtB()).isEqualTo(FLOWS);
        }
        assertThat(live.routesRetired()).isEqualTo(ended);
    }

    @Test
    void shouldRefuseAFlowThatIsNewWhileOthersAreCutOff() {
        assertThat(arrives(ofA, toB(1), ofB)).isTrue();
        enter(b, closed);
        assertThat(arrives(ofA, toB(2), ofB)).isFalse();
        enter(b, open);
        assertThat(arrives(ofA, toB(2), ofB)).isTrue();
        assertThat(denied()).isOne();
    }

    /** What the other side opens while they are cut off goes for one flow, and lasts when they are cut off again. */
    @Test
    void shouldLetInTheFlowOfAConnectionAndNoOther() {
        assertThat(arriveAtB()).isEqualTo(FLOWS);
        enter(b, closed);
        assertThat(arriveAtB()).isZero();
        assertThat(arrives(ofB, toB(7).reversed(), ofA)).isTrue();
        assertThat(arriveAtB()).isOne();
        assertThat(arrives(ofA, toB(7), ofB)).isTrue();
        enter(b, open);
        assertThat(arriveAtB()).isEqualTo(FLOWS);
        enter(b, closed);
        assertThat(arriveAtB()).isOne();
        assertThat(arrives(ofA, toB(7), ofB)).isTrue();
    }

    /** A flow that was opened by one who had to remember it stays remembered, whatever its rules are later. */
    @Test
    void shouldKeepAConnectionThatNeedNotBeRememberedAnyMore() {
        enter(b, closed);
        assertThat(arrives(ofB, toB(7).reversed(), ofA)).isTrue();
        enter(b, open);
        assertThat(arrives(ofB, toB(7).reversed(), ofA)).isTrue();
        assertThat(arrives(ofB, toB(8).reversed(), ofA)).isTrue();
        live.ec2().securityGroups().revoke(open, Direction.EGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        assertThat(arrives(ofB, toB(7).reversed(), ofA)).isTrue();
        assertThat(arrives(ofB, toB(8).reversed(), ofA)).isFalse();
    }

    @Test
    void shouldLogAsRejectedWhatWasCutOffBeforeTheLogWasMade() {
        assertThat(arrives(ofA, toB(1), ofB)).isTrue();
        enter(b, closed);
        assertThat(arrives(ofA, toB(1), ofB)).isFalse();
        live.ec2().flowLogs().create(region.eth0(b).id(), FlowLog.Traffic.ALL, 60);
        assertThat(arrives(ofA, toB(1), ofB)).isFalse();
        enter(b, open);
        assertThat(arrives(ofA, toB(1), ofB)).isTrue();
        assertThat(arrives(ofA, toB(1), ofB)).isTrue();
        enter(b, closed);
        assertThat(arrives(ofA, toB(1), ofB)).isFalse();
        pass(61, TimeUnit.SECONDS);
        assertThat(live.drainFlowLogs().stream()
                        .filter(line -> line.status() == FlowLogLine.Status.OK)
                        .map(line -> line.packets() + (line.accepted() ? " ACCEPT" : " REJECT")))
                .containsExactlyInAnyOrder("2 ACCEPT", "2 REJECT");
    }
}
