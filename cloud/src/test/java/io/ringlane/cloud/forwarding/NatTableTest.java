package io.ringlane.cloud.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.packet.TcpLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NatTableTest {

    private static final IpAddress OUTSIDE = IpAddress.parse("10.0.0.5");
    private static final long SECOND = 1_000_000_000L;

    private static NatTable table(int firstPort, int lastPort, int limit) {
        return new NatTable(
                0,
                Ec2Settings.builtIn()
                        .with(Setting.NAT_FIRST_PORT, firstPort)
                        .with(Setting.NAT_LAST_PORT, lastPort)
                        .with(Setting.NAT_CONNECTIONS_PER_DESTINATION, limit));
    }

    private static Flow inside(int host, int port, int destination) {
        return Flow.tcp("10.0.1." + host, port, "8.8.8." + destination, 443);
    }

    @Test
    void shouldRefuseOnlyTheDestinationThatHasNoPortLeft() {
        NatTable table = table(5000, 5002, 2);
        assertThat(table.portFor(inside(1, 1, 8), OUTSIDE, PacketTraits.NONE, 0))
                .isEqualTo(5000);
        assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, PacketTraits.NONE, 0))
                .isEqualTo(5001);
        assertThat(table.portFor(inside(3, 1, 8), OUTSIDE, PacketTraits.NONE, 0))
                .isEqualTo(Translations.NONE);
        assertThat(table.portFor(inside(1, 1, 8), OUTSIDE, PacketTraits.NONE, 0))
                .as("its own again")
                .isEqualTo(5000);
        assertThat(table.portFor(inside(3, 1, 9), OUTSIDE, PacketTraits.NONE, 0))
                .isBetween(5000, 5002);
    }

    @Test
    void shouldForgetWhatIsIdleAndKeepWhatIsNot() {
        NatTable table = table(5000, 5000, 1);
        table.portFor(inside(1, 1, 8), OUTSIDE, PacketTraits.NONE, 0);
        Flow answer = inside(1, 1, 8).from(OUTSIDE, 5000).reversed();
        assertThat(table.answerFor(answer, PacketTraits.NONE, 349 * SECOND))
                .isEqualTo(new Translations.Inside(IpAddress.parse("10.0.1.1"), 1));
        assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, PacketTraits.NONE, 350 * SECOND))
                .as("the answer kept it")
                .isEqualTo(Translations.NONE);
        assertThat(table.answerFor(answer, PacketTraits.NONE, 699 * SECOND)).isNull();
        assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, PacketTraits.NONE, 699 * SECOND))
                .isEqualTo(5000);
    }

    /** Who asks where a flow would go takes no port, keeps none, and is counted nowhere. */
    @Test
    void shouldChangeNothingWhereNothingIsSent() {
        NatTable table = table(5000, 5001, 2);
        assertThat(table.portFor(inside(1, 1, 8), OUTSIDE, PacketTraits.NOT_SENT, 0))
                .isEqualTo(5000);
        assertThat(table.isEmpty(0)).isTrue();
        assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, PacketTraits.NONE, 0))
                .isEqualTo(5000);
        table.portFor(inside(3, 1, 8), OUTSIDE, PacketTraits.NONE, SECOND);
        assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, PacketTraits.NOT_SENT, 300 * SECOND))
                .isEqualTo(5000);
        Flow answer = inside(2, 1, 8).from(OUTSIDE, 5000).reversed();
        assertThat(table.answerFor(answer, PacketTraits.NOT_SENT, 300 * SECOND)).isNotNull();
        assertThat(table.portFor(inside(1, 1, 8), OUTSIDE, PacketTraits.NOT_SENT, 300 * SECOND))
                .isEqualTo(Translations.NONE);
        assertThat(table.metrics(349 * SECOND)).isEqualTo(new NatMetrics(2, 2, 0, 0));
        assertThat(table.metrics(350 * SECOND)).isEqualTo(new NatMetrics(1, 2, 0, 1));
    }

    @Test
    void shouldKeepTheResetForASegmentOfTheConnection() {
        NatTable table = table(5000, 5001, 2);
        Flow inside = Flow.tcp("10.0.0.1", 1, "8.8.8.8", 443);
        table.portFor(inside, OUTSIDE, PacketTraits.NONE, 0);
        PacketTraits error = PacketTraits.quoting(inside.reversed());
        assertThat(table.portFor(inside, OUTSIDE, error, SECOND)).isEqualTo(5000);
        assertThat(table.portFor(inside, OUTSIDE, error, 400 * SECOND)).isEqualTo(Translations.UNKNOWN);
        assertThat(table.portFor(inside, OUTSIDE, PacketTraits.NOT_SENT, 400 * SECOND))
                .isEqualTo(5000);
        assertThat(table.portFor(inside, OUTSIDE, PacketTraits.CONTINUED, 400 * SECOND))
                .isEqualTo(Translations.EXPIRED);
        assertThat(table.metrics(400 * SECOND)).isEqualTo(new NatMetrics(0, 1, 0, 1));
    }

    /** Though segments go on to come; that it was idle is counted nowhere. */
    @Test
    void shouldGiveThePortOfAClosedConnectionToAnother() {
        for (boolean isReset : new boolean[] {false, true}) {
            NatTable table = table(5000, 5000, 1);
            Flow inside = inside(1, 1, 8);
            table.portFor(inside, OUTSIDE, PacketTraits.NONE, 0);
            table.onControlSegment(inside, true, TcpLayout.FLAG_FIN, SECOND);
            assertThat(table.onSeen(inside, SECOND)).isFalse();
            int last = isReset ? TcpLayout.FLAG_RST : TcpLayout.FLAG_FIN;
            table.onControlSegment(inside, false, last, 2 * SECOND);
            assertThat(table.onSeen(inside, 11 * SECOND)).isTrue();
            assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, PacketTraits.NONE, 12 * SECOND - 1))
                    .isEqualTo(Translations.NONE);
            assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, PacketTraits.NONE, 12 * SECOND))
                    .isEqualTo(5000);
            assertThat(table.metrics(12 * SECOND)).isEqualTo(new NatMetrics(1, 3, 1, 0));
            assertThat(table.onControlSegment(inside, true, TcpLayout.FLAG_SYN, 12 * SECOND))
                    .as("it begins where nothing is known any more")
                    .isTrue();
        }
    }

    /** Such as a FIN that is sent again; a SYN begins another connection. */
    @Test
    void shouldRefuseWhatIsLateForAClosedConnection() {
        NatTable table = table(5000, 5000, 1);
        Flow inside = inside(1, 1, 8);
        table.portFor(inside, OUTSIDE, PacketTraits.NONE, 0);
        table.onControlSegment(inside, true, TcpLayout.FLAG_FIN, SECOND);
        table.onControlSegment(inside, false, TcpLayout.FLAG_FIN, SECOND);
        assertThat(table.portFor(inside, OUTSIDE, PacketTraits.CONTINUED, 12 * SECOND))
                .isEqualTo(Translations.EXPIRED);
        assertThat(table.metrics(12 * SECOND)).isEqualTo(new NatMetrics(0, 1, 0, 0));
        Flow other = inside(2, 1, 8);
        assertThat(table.portFor(other, OUTSIDE, PacketTraits.NONE, 300 * SECOND))
                .isEqualTo(5000);
        table.onControlSegment(other, true, TcpLayout.FLAG_RST, 301 * SECOND);
        assertThat(table.portFor(inside, OUTSIDE, PacketTraits.NONE, 311 * SECOND))
                .isEqualTo(5000);
        assertThat(table.portFor(inside, OUTSIDE, PacketTraits.CONTINUED, 312 * SECOND))
                .isEqualTo(5000);
    }

    @Test
    void shouldNotForgetWhatWasIdleForAllThatIsClosed() {
        NatTable table = table(5000, 5000, 1);
        Flow idle = inside(1, 1, 8);
        table.portFor(idle, OUTSIDE, PacketTraits.NONE, 0);
        long nowNs = 400 * SECOND;
        for (int i = 0; i <= 1 << 16; i++) {
            Flow flow = inside(2 + i % 2, 1 + i / 2, 8);
            assertThat(table.portFor(flow, OUTSIDE, PacketTraits.NONE, nowNs)).isEqualTo(5000);
            table.onControlSegment(flow, true, TcpLayout.FLAG_RST, nowNs);
            nowNs += 10 * SECOND;
        }
        assertThat(table.portFor(inside(3, 1, 8), OUTSIDE, PacketTraits.CONTINUED, nowNs))
                .isEqualTo(Translations.EXPIRED);
        assertThat(table.portFor(idle, OUTSIDE, PacketTraits.CONTINUED, nowNs)).isEqualTo(Translations.EXPIRED);
        assertThat(table.metrics(nowNs)).isEqualTo(new NatMetrics(0, (1 << 16) + 2, 0, 1));
    }

    @Test
    void shouldKeepThePortOfAConnectionThatBeginsAgain() {
        NatTable table = table(5000, 5000, 1);
        Flow inside = inside(1, 1, 8);
        table.portFor(inside, OUTSIDE, PacketTraits.NONE, 0);
        table.onControlSegment(inside, true, TcpLayout.FLAG_RST, SECOND);
        assertThat(table.onControlSegment(inside, true, TcpLayout.FLAG_SYN, 2 * SECOND))
                .isTrue();
        assertThat(table.portFor(inside, OUTSIDE, PacketTraits.NONE, 2 * SECOND))
                .isEqualTo(5000);
        assertThat(table.onSeen(inside, 2 * SECOND)).isFalse();
        assertThat(table.metrics(351 * SECOND).activeConnectionCount()).isEqualTo(1);
        assertThat(table.metrics(352 * SECOND)).isEqualTo(new NatMetrics(0, 1, 0, 1));
    }

    /** Two flows never share what outside tells them apart, and every answer finds its way back. */
    @Property
    void shouldTellFlowsApart(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 99) Integer> flows) {
        NatTable table = table(5000, 5009, 8);
        Map<Flow, Flow> insideOf = new HashMap<>();
        for (int each : flows) {
            Flow inside = inside(each % 5, 1000 + each / 5 % 4, each / 20);
            int port = table.portFor(inside, OUTSIDE, PacketTraits.NONE, 0);
            if (port != Translations.NONE) {
                Flow outside = inside.from(OUTSIDE, port);
                assertThat(insideOf.getOrDefault(outside, inside)).isEqualTo(inside);
                insideOf.put(outside, inside);
            }
        }
        insideOf.forEach((outside, inside) -> assertThat(table.answerFor(outside.reversed(), PacketTraits.NONE, 0))
                .isEqualTo(new Translations.Inside(inside.source(), inside.sourcePort())));
    }
}
