package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that security groups remember, frame by frame: for how long, at which end, and when a rule goes. */
class LiveTrackingTest extends LiveRegionFixture {

    private static final String A = "10.0.1.10";
    private static final String B = "10.0.1.11";
    private static final int LATE_SECONDS = 21; // twice the time between two reports, and one more
    private static final SecurityRule EVERYBODY_IN = SecurityRule.of(Selector.tcp(80), "0.0.0.0/0");
    private static final SecurityRule SUBNET_IN = SecurityRule.of(Selector.tcp(80), "10.0.1.0/24");

    private String subnet;
    private String asks; // the group of the one who asks: lets nothing in
    private String answers; // the group of the one who answers
    private VirtualFunction a;
    private VirtualFunction b;
    private NetworkInterface eth0;

    private void start(String type, Ec2Settings settings) {
        open(1500, small().withEc2(settings));
        String vpc = region.vpc("10.0.0.0/16");
        subnet = region.subnet(vpc, "10.0.1.0/24");
        asks = live.ec2().securityGroups().create(vpc, "asks", "").id();
        answers = live.ec2().securityGroups().create(vpc, "answers", "").id();
        a = port(type, A, asks);
        b = port(type, B, answers);
        eth0 = live.ec2().state().require(Table.INTERFACES, a.name());
    }

    private VirtualFunction port(String type, String address, String group) {
        return live.port(region.instance(type, subnet, address, group).id(), 0);
    }

    private void allow(String group, Direction direction, SecurityRule rule) {
        live.ec2().securityGroups().authorize(group, direction, rule);
    }

    private void revoke(String group, Direction direction, SecurityRule rule) {
        live.ec2().securityGroups().revoke(group, direction, rule);
    }

    /** Of TCP, begins it. */
    private boolean asked(Flow flow) {
        return arrives(a, b, flow, TcpLayout.FLAG_SYN);
    }

    private boolean goesOn(Flow flow) {
        return arrives(a, b, flow, TcpLayout.FLAG_ACK);
    }

    private boolean answered(Flow flow) {
        return arrives(b, a, flow.reversed(), TcpLayout.FLAG_ACK);
    }

    private boolean arrives(VirtualFunction from, VirtualFunction to, Flow flow, int tcpFlags) {
        assertThat(Packet.send(from, to.mac(), flow, 1, tcpFlags)).isTrue();
        pass(10, TimeUnit.MILLISECONDS);
        return !Packet.receive(to).isEmpty();
    }

    /** An answer is let in for as long as the question is remembered at the one who asked, and at no one else's leisure. */
    @ParameterizedTest
    @CsvSource({
        "c5n.large, 6, 1, 0, 432000", // established TCP
        "c8gn.48xlarge, 6, 1, 0, 350", // of Nitro v6
        "c5n.large, 6, 1, 90, 90", // set on the interface
        "c8gn.48xlarge, 6, 1, 432000, 432000", // likewise
        "c5n.large, 17, 1, 0, 30", // one question, one answer
        "c5n.large, 17, 3, 0, 180" // a stream
    })
    void shouldRememberAnIdleConnectionForItsTime(String type, int protocol, int packets, int own, int seconds) {
        start(type, Ec2Settings.builtIn());
        if (own != 0) {
            live.ec2().interfaces().modifyConnectionTracking(eth0.id(), own, 180, 30);
        }
        Selector port = protocol == IpProtocol.TCP ? Selector.tcp(80) : Selector.udp(80);
        allow(answers, Direction.INGRESS, SecurityRule.of(port, "0.0.0.0/0")); // untracked there: its egress is open
        Flow flow = protocol == IpProtocol.TCP ? Flow.tcp(A, 5000, B, 80) : Flow.udp(A, 5000, B, 80);
        for (int i = 0; i < packets; i++) {
            assertThat(asked(flow)).isTrue();
            assertThat(answered(flow)).isTrue();
        }
        pass(10, TimeUnit.SECONDS); // by now it is known what they sent
        pass(seconds - 15, TimeUnit.SECONDS);
        assertThat(live.ec2().connections().isEmpty()).isFalse();
        pass(15 + LATE_SECONDS, TimeUnit.SECONDS);
        assertThat(live.ec2().connections().isEmpty()).isTrue();
        assertThat(answered(flow)).as("it has been forgotten").isFalse();
        assertThat(b.counters().droppedPackets(DropReason.SECURITY_GROUP_INGRESS))
                .isEqualTo(1);
    }

    /** Rules for everybody both ways need no memory, and so end with the rule; others go on until they have been idle. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void shouldCutAtOnceWhatIsUntrackedAndNothingElse(boolean isForEverybody, boolean goesOn) {
        start("c5n.large", Ec2Settings.builtIn());
        SecurityRule rule = isForEverybody ? EVERYBODY_IN : SUBNET_IN;
        allow(answers, Direction.INGRESS, rule);
        allow(asks, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0")); // untracked on that side
        Flow flow = Flow.tcp(A, 5000, B, 80);
        assertThat(asked(flow)).isTrue();
        assertThat(answered(flow)).isTrue();
        assertThat(live.ec2().connections().isEmpty()).isEqualTo(isForEverybody);

        revoke(answers, Direction.INGRESS, rule);
        for (int i = 0; i < 3; i++) {
            assertThat(asked(flow)).as("packet %d", i).isEqualTo(goesOn);
            pass(25, TimeUnit.SECONDS); // past what the data plane remembers of a flow: it is decided anew
        }
        assertThat(asked(Flow.tcp(A, 5001, B, 80))).as("a new one").isFalse();
    }

    /**
     * The one who answers goes on sending, which its rules let it: that opens no connection by which the one who asks would come back. A
     * new one of its own does.
     */
    @Test
    void shouldNotLetAnUntrackedFlowBackWithTheNextAnswer() {
        start("c5n.large", Ec2Settings.builtIn());
        allow(answers, Direction.INGRESS, EVERYBODY_IN);
        allow(asks, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        Flow flow = Flow.tcp(A, 5000, B, 80);
        assertThat(asked(flow)).isTrue();
        assertThat(answered(flow)).isTrue();
        revoke(answers, Direction.INGRESS, EVERYBODY_IN);
        for (int i = 0; i < 3; i++) {
            assertThat(answered(flow)).as("its rules let it out, segment %d", i).isTrue();
            assertThat(goesOn(flow)).isFalse();
            assertThat(asked(flow)).isFalse();
            pass(25, TimeUnit.SECONDS);
        }
        assertThat(live.ec2().connections().isEmpty()).isTrue();
        assertThat(arrives(b, a, flow.reversed(), TcpLayout.FLAG_SYN)).isTrue();
        assertThat(goesOn(flow)).as("the answer to one that began there").isTrue();
    }

    /** A datagram does not say whether it begins something: one that rules let out opens a flow of its own, as one to anybody does. */
    @Test
    void shouldCutUdpUntilTheOtherEndSendsByItself() {
        start("c5n.large", Ec2Settings.builtIn());
        SecurityRule rule = SecurityRule.of(Selector.udp(80), "0.0.0.0/0");
        allow(answers, Direction.INGRESS, rule);
        allow(asks, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        Flow flow = Flow.udp(A, 5000, B, 80);
        assertThat(asked(flow)).isTrue();
        assertThat(answered(flow)).isTrue();
        revoke(answers, Direction.INGRESS, rule);
        assertThat(asked(flow)).isFalse();
        assertThat(answered(flow)).isTrue();
        assertThat(asked(flow)).isTrue();
    }

    /** A segment of a connection that is not known passes where rules let it, alone: the next one that begins it is remembered. */
    @Test
    void shouldOpenAConnectionWithASynAlone() {
        start("c5n.large", Ec2Settings.builtIn());
        allow(answers, Direction.INGRESS, SUBNET_IN);
        Flow flow = Flow.tcp(A, 5000, B, 80);
        assertThat(goesOn(flow)).isTrue();
        assertThat(answered(flow)).isFalse();
        assertThat(asked(flow)).isTrue();
        assertThat(answered(flow)).isTrue();
        Flow like = Flow.tcp(A, 5001, B, 80); // takes the same way
        assertThat(goesOn(like)).isTrue();
        assertThat(answered(like)).isFalse();
        revoke(answers, Direction.INGRESS, SUBNET_IN);
        assertThat(goesOn(flow)).isTrue();
        assertThat(goesOn(like)).isFalse();
    }

    /** Answers of an untracked flow need a rule of their own, which it is that lets them out. */
    @Test
    void shouldCutAnswersOfAnUntrackedFlowWithTheRuleThatLetsThemOut() {
        start("c5n.large", Ec2Settings.builtIn());
        allow(answers, Direction.INGRESS, EVERYBODY_IN);
        allow(asks, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        Flow flow = Flow.tcp(A, 5000, B, 80);
        assertThat(asked(flow)).isTrue();
        assertThat(answered(flow)).isTrue();
        revoke(answers, Direction.EGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        assertThat(answered(flow)).isFalse();
        assertThat(b.counters().droppedPackets(DropReason.SECURITY_GROUP_EGRESS))
                .isEqualTo(1);
        assertThat(asked(flow)).as("it is tracked from now on").isTrue();
        assertThat(answered(flow)).isTrue();
    }

    /** Each end remembers by its own rules: what one does not track, the other may. */
    @Test
    void shouldTrackAtOneEndOnly() {
        start("c5n.large", Ec2Settings.builtIn().with(Setting.CONNECTIONS_PER_INSTANCE, 2));
        allow(answers, Direction.INGRESS, EVERYBODY_IN); // untracked
        long ofA = eth0.attachment().instanceKey();
        long ofB = live.ec2()
                .state()
                .require(Table.INTERFACES, b.name())
                .attachment()
                .instanceKey();
        for (int i = 0; i < 4; i++) {
            assertThat(asked(Flow.tcp(A, 5000 + i, B, 80)))
                    .as("two are tracked where they begin, and there is no room for more")
                    .isEqualTo(i < 2);
        }
        assertThat(live.ec2().connections().available(ofA)).isZero();
        assertThat(live.ec2().connections().available(ofB)).isEqualTo(2);
        assertThat(a.counters().droppedPackets(DropReason.CONNTRACK_ALLOWANCE_EXCEEDED))
                .isEqualTo(2);
        assertThat(asked(Flow.tcp(A, 5000, B, 80))).as("known ones go on").isTrue();

        revoke(answers, Direction.INGRESS, EVERYBODY_IN);
        assertThat(asked(Flow.tcp(A, 5000, B, 80)))
                .as("tracked at the sender's end, and cut at the other")
                .isFalse();
        assertThat(a.counters().droppedPackets(DropReason.SECURITY_GROUP_INGRESS))
                .isEqualTo(1);
    }
}
