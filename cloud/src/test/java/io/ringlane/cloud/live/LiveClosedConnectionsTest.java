package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a connection that was closed or reset is remembered no more: {@code a} asks {@code b}, and lets nothing in by itself. */
class LiveClosedConnectionsTest {

    private static final String A = "10.0.1.10";
    private static final String B = "10.0.1.11";
    private static final Flow FLOW = Flow.tcp(A, 5000, B, 80);
    private static final int SYN = TcpLayout.FLAG_SYN;
    private static final int ACK = TcpLayout.FLAG_ACK;
    private static final int FIN = TcpLayout.FLAG_FIN | ACK;
    private static final int RST = TcpLayout.FLAG_RST;
    private static final int CAPACITY = Ec2Settings.builtIn().count(Setting.CONNECTIONS_PER_INSTANCE);
    private static final int FORGOTTEN_SECONDS = 31; // 10, and what reports may be late

    private final VirtualClock clock = new VirtualClock();
    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 2, 1, 8, 2, 1500),
            clock,
            LiveSettings.defaults().withQueues(1, 64, 128).withWorkers(1, 512, 4096));
    private final TestRegion region = new TestRegion(live.ec2(), clock);
    private String answering;
    private Instance ofA;
    private Instance ofB;
    private VirtualFunction a;
    private VirtualFunction b;

    @BeforeEach
    void setUp() {
        String vpc = region.vpc("10.0.0.0/16");
        String subnet = region.subnet(vpc, "10.0.1.0/24");
        String asks = live.ec2().securityGroups().create(vpc, "asks", "").id();
        answering = live.ec2().securityGroups().create(vpc, "answers", "").id();
        live.ec2()
                .securityGroups()
                .authorize(answering, Direction.INGRESS, SecurityRule.of(Selector.tcp(80), "10.0.1.0/24"));
        ofA = region.instance(subnet, A);
        ofB = region.instance(subnet, B);
        live.ec2().interfaces().modifyGroups(region.eth0(ofA).id(), asks);
        live.ec2().interfaces().modifyGroups(region.eth0(ofB).id(), answering);
        a = live.port(ofA.id(), 0);
        b = live.port(ofB.id(), 0);
    }

    @AfterEach
    void close() {
        live.close();
    }

    private void pass(long seconds) {
        LiveTime.pass(live, clock, TimeUnit.SECONDS.toNanos(seconds));
        live.turn();
    }

    private boolean asks(int flags) {
        return arrives(a, b, FLOW, flags);
    }

    private boolean answers(int flags) {
        return arrives(b, a, FLOW.reversed(), flags);
    }

    private boolean arrives(VirtualFunction from, VirtualFunction to, Flow flow, int flags) {
        assertThat(Packet.send(from, to.mac(), flow, 1, flags)).isTrue();
        LiveTime.pass(live, clock, TimeUnit.MILLISECONDS.toNanos(10));
        live.turn();
        return !Packet.receive(to).isEmpty();
    }

    private int tracked(Instance at) {
        return CAPACITY - live.ec2().connections().available(at.key());
    }

    private void open() {
        assertThat(asks(SYN)).isTrue();
        assertThat(answers(SYN | ACK)).isTrue();
        assertThat(asks(ACK)).isTrue();
        assertThat(tracked(ofA)).isEqualTo(1);
        assertThat(tracked(ofB)).isEqualTo(1);
    }

    private void closeBothEnds() {
        open();
        assertThat(asks(FIN)).isTrue();
        assertThat(answers(FIN)).isTrue();
    }

    @Test
    void shouldForgetWhatBothEndsHaveClosedOnceItsLastSegmentsArePast() {
        closeBothEnds();
        pass(5);
        assertThat(answers(FIN)).as("sent again").isTrue();
        assertThat(asks(ACK)).isTrue();
        pass(FORGOTTEN_SECONDS);
        assertThat(tracked(ofA)).isZero();
        assertThat(tracked(ofB)).isZero();
        assertThat(answers(ACK)).isFalse();
        assertThat(b.counters().droppedPackets(DropReason.SECURITY_GROUP_INGRESS))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldForgetWhatOneEndHasReset(boolean byWhoAsked) {
        open();
        assertThat(byWhoAsked ? asks(RST) : answers(RST | ACK)).isTrue();
        pass(FORGOTTEN_SECONDS);
        assertThat(tracked(ofA)).isZero();
        assertThat(tracked(ofB)).isZero();
    }

    /** As that of a client which has sent its question whole, and waits for a long answer. */
    @Test
    void shouldRememberWhatOneEndHasClosedForAsLongAsTheOtherSends() {
        open();
        assertThat(asks(FIN)).isTrue();
        for (int i = 0; i < 10; i++) {
            pass(30);
            assertThat(answers(ACK)).isTrue();
        }
        assertThat(tracked(ofA)).isEqualTo(1);
        pass(90); // 60, and what reports may be late
        assertThat(tracked(ofA)).isZero();
    }

    /** Whoever goes on all the same is refused like anybody whom nobody asked. */
    @Test
    void shouldLetNobodyGoOnWithAConnectionThatIsOver() {
        closeBothEnds();
        for (int i = 0; i < FORGOTTEN_SECONDS; i++) {
            answers(ACK);
            pass(1);
        }
        for (int i = 0; i < 30; i++) {
            assertThat(answers(ACK)).isFalse();
            pass(1);
        }
        assertThat(tracked(ofA)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "5", "31"})
    void shouldRememberAConnectionThatBeginsWithTheSameEnds(int afterSeconds) {
        closeBothEnds();
        for (int i = 0; i < afterSeconds; i++) {
            asks(ACK); // so that its flow is known when the next one begins
            pass(1);
        }
        open();
        pass(3600);
        assertThat(answers(ACK)).isTrue();
        assertThat(tracked(ofA)).isEqualTo(1);
    }

    @Test
    void shouldLetRulesDecideAboutOneThatBeginsTheOtherWay() {
        closeBothEnds();
        assertThat(answers(ACK)).isTrue();
        assertThat(answers(SYN)).as("nobody is let in").isFalse();
        assertThat(tracked(ofA)).isZero();
    }

    /** What was remembered ends with the segment that would begin another connection, and so does what passes by it. */
    @Test
    void shouldLetNobodyGoOnWithAConnectionThatEndedForOneThatIsRefused() {
        open();
        live.ec2()
                .securityGroups()
                .revoke(answering, Direction.INGRESS, SecurityRule.of(Selector.tcp(80), "10.0.1.0/24"));
        assertThat(asks(FIN)).isTrue();
        assertThat(answers(FIN)).isTrue();
        assertThat(asks(SYN)).as("nobody is let in").isFalse();
        assertThat(tracked(ofA)).isZero();
        for (int i = 0; i < FORGOTTEN_SECONDS; i++) {
            answers(ACK);
            pass(1);
        }
        assertThat(answers(ACK)).isFalse();
    }
}
