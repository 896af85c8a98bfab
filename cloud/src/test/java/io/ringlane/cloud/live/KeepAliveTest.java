package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.state.Table;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of a flow lasts as long as its packets come, though they ask nobody. */
class KeepAliveTest extends LiveRegionFixture {

    private static final int NAT_IDLE_SECONDS = 350;
    private static final int UDP_SECONDS = 30;
    private static final int LATE_SECONDS = 21; // twice the time between two reports, and one more

    private final String vpc = region.vpc("10.0.0.0/16");
    private final String subnet = region.subnet(vpc, "10.0.1.0/24");

    KeepAliveTest() {
        super(LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(2, 256, 4096));
    }

    private boolean arrives(VirtualFunction from, long mac, Flow flow, VirtualFunction to) {
        assertThat(Packet.send(from, mac, flow, 1)).isTrue();
        pass(10, TimeUnit.MILLISECONDS);
        return !Packet.receive(to).isEmpty();
    }

    private void letQuestionsIn() {
        live.ec2()
                .securityGroups()
                .authorize(
                        region.defaultGroup(vpc), Direction.INGRESS, SecurityRule.of(Selector.udp(53), "10.0.1.0/24"));
    }

    private VirtualFunction behindNat() {
        assertThat(live.internet().isOpen()).isTrue();
        region.gateway(vpc);
        String inner = region.subnet(vpc, "10.0.2.0/24");
        region.natGateway(vpc, subnet, inner);
        return live.port(region.instance(inner, "10.0.2.10").id(), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 50, 100, 340})
    void shouldKeepThePortOfAFlowThatSendsNowAndThen(int seconds) {
        VirtualFunction inside = behindNat();
        Flow flow = Flow.tcp("10.0.2.10", 5000, "8.8.8.8", 53);
        int port = 0;
        for (int sentSeconds = 0; sentSeconds < 3 * NAT_IDLE_SECONDS; sentSeconds += seconds) {
            Packet.send(inside, LiveRegion.ROUTER_MAC, flow, 1);
            pass(10, TimeUnit.MILLISECONDS);
            List<Packet> out = Packet.receive(live.internet());
            assertThat(out).hasSize(1);
            assertThat(port == 0 || out.get(0).flow().sourcePort() == port)
                    .as("the port of the first packet, %d s later", sentSeconds)
                    .isTrue();
            port = out.get(0).flow().sourcePort();
            assertThat(live.ec2().translations().isEmpty()).isFalse();
            pass(seconds, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldForgetAFlowThatHasBeenIdleForItsTime() {
        VirtualFunction inside = behindNat();
        Packet.send(inside, LiveRegion.ROUTER_MAC, Flow.tcp("10.0.2.10", 5000, "8.8.8.8", 53), 1);
        pass(NAT_IDLE_SECONDS - 1, TimeUnit.SECONDS);
        assertThat(live.ec2().translations().isEmpty()).isFalse();
        pass(LATE_SECONDS, TimeUnit.SECONDS);
        assertThat(live.ec2().translations().isEmpty()).isTrue();
    }

    /** The receiver lets UDP in from nobody but by connection: the sender asks, the answers come back. */
    @ParameterizedTest
    @ValueSource(ints = {9, 25, 100})
    void shouldLetAnswersInForAsLongAsThereAreSome(int seconds) {
        String closed = live.ec2()
                .securityGroups()
                .create(vpc, "closed", "lets nobody in")
                .id();
        Instance asker = region.instance(subnet, "10.0.1.10");
        live.ec2().interfaces().modifyGroups(region.eth0(asker).id(), closed);
        VirtualFunction answering =
                live.port(region.instance(subnet, "10.0.1.11").id(), 0);
        VirtualFunction asking = live.port(asker.id(), 0);
        letQuestionsIn();
        Flow question = Flow.udp("10.0.1.10", 1, "10.0.1.11", 53);
        Flow answer = question.reversed();
        for (int i = 0; i < 3; i++) {
            assertThat(arrives(asking, answering.mac(), question, answering)).isTrue();
            assertThat(arrives(answering, asking.mac(), answer, asking)).isTrue();
        }
        for (int i = 0; i < 20; i++) { // a stream by now, remembered for 180 s
            pass(seconds, TimeUnit.SECONDS);
            assertThat(arrives(answering, asking.mac(), answer, asking))
                    .as("answer %d, every %d s", i, seconds)
                    .isTrue();
        }
        assertThat(live.ec2().connections().isEmpty()).isFalse();
        pass(180 + LATE_SECONDS, TimeUnit.SECONDS);
        assertThat(live.ec2().connections().isEmpty()).isTrue();
        assertThat(arrives(answering, asking.mac(), answer, asking)).isFalse();
    }

    @Test
    void shouldNotTakeOneQuestionAndOneAnswerForAStream() {
        String closed = live.ec2()
                .securityGroups()
                .create(vpc, "closed", "lets nobody in")
                .id();
        Instance asker = region.instance(subnet, "10.0.1.10");
        live.ec2().interfaces().modifyGroups(region.eth0(asker).id(), closed);
        VirtualFunction asking = live.port(asker.id(), 0);
        VirtualFunction answering =
                live.port(region.instance(subnet, "10.0.1.11").id(), 0);
        letQuestionsIn();
        Flow question = Flow.udp("10.0.1.10", 1, "10.0.1.11", 53);
        assertThat(arrives(asking, answering.mac(), question, answering)).isTrue();
        assertThat(arrives(answering, asking.mac(), question.reversed(), asking))
                .isTrue();
        pass(UDP_SECONDS + LATE_SECONDS, TimeUnit.SECONDS);
        assertThat(live.ec2().connections().isEmpty()).isTrue();
    }

    @Test
    void shouldAskNobodyWhileNothingIsRemembered() {
        VirtualFunction a = live.port(region.instance(subnet, "10.0.1.10").id(), 0);
        VirtualFunction b = live.port(region.instance(subnet, "10.0.1.11").id(), 0);
        String open =
                live.ec2().securityGroups().create(vpc, "open", "open to all").id();
        live.ec2().securityGroups().authorize(open, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        live.ec2()
                .state()
                .all(Table.INTERFACES)
                .forEach(each -> live.ec2().interfaces().modifyGroups(each.id(), open));
        assertThat(arrives(a, b.mac(), Flow.udp("10.0.1.10", 1, "10.0.1.11", 53), b))
                .isTrue();
        assertThat(live.nextNs()).isEqualTo(Long.MAX_VALUE);
    }
}
