package io.ringlane.cloud.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.forwarding.ConnectionTracker;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.core.packet.IpProtocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

    private static final ConnectionTimeouts TIMEOUTS = ConnectionTracker.timeouts(Ec2Settings.builtIn());
    private static final long SECOND = 1_000_000_000L;
    private static final int ACK = 0x10;
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;

    private static final Flow TCP = Flow.tcp("10.0.0.1", 1000, "10.0.0.2", 80);
    private static final Flow UDP = Flow.udp("10.0.0.1", 1000, "10.0.0.2", 53);
    private static final Flow PING = Flow.icmp("10.0.0.1", "10.0.0.2", 8, 0);

    private static ConnectionTable tracking(Flow flow) {
        ConnectionTable table = new ConnectionTable(10);
        assertThat(table.track(flow, TIMEOUTS, 0)).isTrue();
        return table;
    }

    private static void assertLives(ConnectionTable table, Flow flow, long seconds) {
        assertThat(table.isTracked(flow, seconds * SECOND - 1)).isTrue();
        assertThat(table.isTracked(flow.reversed(), seconds * SECOND - 1)).isTrue();
        assertThat(table.isTracked(flow, seconds * SECOND)).isFalse();
    }

    @Test
    void shouldRememberEachKindForItsTime() {
        assertLives(tracking(TCP), TCP, 60);
        assertLives(tracking(UDP), UDP, 30);
        assertLives(tracking(PING), PING, 600);
    }

    @Test
    void shouldRememberEstablishedTcpForDaysUntilItCloses() {
        ConnectionTable table = tracking(TCP);
        table.onPacket(TCP.reversed(), ACK, 0);
        table.onPacket(TCP, ACK, SECOND);
        assertThat(table.isTracked(TCP, 432_000 * SECOND)).isTrue();
        table.onPacket(TCP, FIN, 432_000 * SECOND);
        assertLives(table, TCP, 432_060);
    }

    private static ConnectionTable closed(Flow last, int lastFlags) {
        ConnectionTable table = tracking(TCP);
        table.onPacket(TCP.reversed(), ACK, 0);
        assertThat(table.onControlSegment(TCP, FIN, SECOND, 0)).isFalse();
        assertThat(table.onControlSegment(last, lastFlags, 2 * SECOND, 0)).isFalse();
        return table;
    }

    @Test
    void shouldForgetWhatBothEndsHaveClosedOrOneHasResetWhateverFollows() {
        assertLives(closed(TCP.reversed(), FIN), TCP, 12);
        assertLives(closed(TCP, RST), TCP, 12);
        assertLives(closed(TCP.reversed(), RST), TCP, 12);
        assertLives(closed(TCP, FIN), TCP, 62); // one end, twice
        ConnectionTable table = closed(TCP.reversed(), FIN);
        assertThat(table.onPackets(TCP, 5, 11 * SECOND, 0)).isTrue();
        assertThat(table.available(12 * SECOND - 1)).isEqualTo(9);
        assertThat(table.available(12 * SECOND)).isEqualTo(10);
        assertThat(table.onPackets(TCP, 5, 13 * SECOND, 12 * SECOND))
                .as("that is no connection any more")
                .isFalse();
    }

    @Test
    void shouldEndWhatIsOverAtASynAndNothingElse() {
        ConnectionTable table = closed(TCP.reversed(), FIN);
        assertThat(table.onControlSegment(TCP, SYN | ACK, 3 * SECOND, 0)).isFalse();
        assertThat(table.isTracked(TCP, 3 * SECOND)).isTrue();
        assertThat(table.onControlSegment(TCP.reversed(), SYN, 3 * SECOND, 0)).isTrue();
        assertThat(table.isTracked(TCP, 3 * SECOND)).isFalse();
        ConnectionTable open = tracking(TCP);
        assertThat(open.onControlSegment(TCP, SYN, SECOND, 0)).isFalse();
        assertLives(open, TCP, 61);
    }

    @Test
    void shouldTakeUdpForAStreamAfterTheSecondRequestAndAnswer() {
        ConnectionTable table = tracking(UDP);
        table.onPacket(UDP.reversed(), 0, 0);
        table.onPacket(UDP, 0, 0);
        table.onPacket(UDP.reversed(), 0, 0);
        assertLives(table, UDP, 180);
    }

    @Test
    void shouldObeyTheTimesOfTheInterface() {
        ConnectionTable table = new ConnectionTable(1);
        table.track(UDP, TIMEOUTS.with(60, 60, 45), 0);
        assertLives(table, UDP, 45);
    }

    @Test
    void shouldLetTheAnswersOfAPingBackAndNothingElse() {
        ConnectionTable table = tracking(PING);
        assertThat(table.isTracked(Flow.icmp("10.0.0.2", "10.0.0.1", 0, 0), 0)).isTrue();
        assertThat(table.isTracked(Flow.icmp("10.0.0.2", "10.0.0.1", 8, 0), 0)).isFalse();
        assertThat(table.isTracked(Flow.icmp("10.0.0.2", "10.0.0.1", 3, 4), 0)).isFalse();
        assertThat(table.isTracked(Flow.icmp("10.0.0.1", "10.0.0.2", 13, 0), 0)).isFalse();
        assertThat(table.isTracked(Flow.icmp("10.0.0.2", "10.0.0.1", Flow.UNKNOWN, Flow.UNKNOWN), 0))
                .isFalse();
        ConnectionTable six = tracking(Flow.icmp("2001:db8::1", "2001:db8::2", 128, 0));
        assertThat(six.isTracked(Flow.icmp("2001:db8::2", "2001:db8::1", 129, 0), 0))
                .isTrue();
        assertThat(six.isTracked(Flow.icmp("2001:db8::2", "2001:db8::1", 128, 0), 0))
                .isFalse();
    }

    @Test
    void shouldGiveBackTheRoomOfAFlood() {
        ConnectionTable table = new ConnectionTable(5_000);
        Flow[] flows = new Flow[5_000];
        for (int i = 0; i < flows.length; i++) {
            flows[i] = Flow.udp("10.0.0.1", 1 + i, "10.0.0.2", 53);
            assertThat(table.track(flows[i], TIMEOUTS, 0)).isTrue();
        }
        assertThat(table.slots()).isEqualTo(16_384);
        for (int i = 0; i < 100; i++) {
            table.onPacket(flows[i * 50], 0, 29 * SECOND);
        }
        assertThat(table.size(30 * SECOND)).isEqualTo(100);
        assertThat(table.slots()).isEqualTo(512);
        for (int i = 0; i < flows.length; i++) {
            assertThat(table.isTracked(flows[i], 30 * SECOND)).isEqualTo(i % 50 == 0);
        }
        assertThat(table.isEmpty(59 * SECOND)).isTrue();
        assertThat(table.slots()).isEqualTo(16);
        assertThat(table.track(UDP, TIMEOUTS, 59 * SECOND)).isTrue();
        assertThat(table.isTracked(UDP, 59 * SECOND)).isTrue();
    }

    @Test
    void shouldRefuseNoRoomAtAll() {
        assertThatThrownBy(() -> new ConnectionTable(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Beside a map from flow to time of expiry; steps are a flow and how many seconds pass before it. */
    @Property
    void shouldAgreeWithAMapOfExpiries(@ForAll @Size(max = 80) List<@IntRange(min = 0, max = 799) Integer> steps) {
        ConnectionTable table = new ConnectionTable(3);
        Map<Flow, Long> expiries = new HashMap<>();
        long nowNs = 0;
        for (int step : steps) {
            nowNs += step / 16 * SECOND;
            long now = nowNs;
            expiries.values().removeIf(expiry -> expiry <= now);
            Flow flow = Flow.udp("10.0.0.1", step % 8, "10.0.0.2", 53);
            if (step % 16 < 8) {
                boolean room = expiries.containsKey(flow) || expiries.size() < 3;
                assertThat(table.track(flow, TIMEOUTS, nowNs)).isEqualTo(room);
                if (room) {
                    expiries.putIfAbsent(flow, nowNs + 30 * SECOND);
                }
            } else {
                table.onPacket(flow, 0, nowNs);
                expiries.computeIfPresent(flow, (key, expiry) -> now + 30 * SECOND);
            }
            assertThat(table.isTracked(flow, nowNs)).isEqualTo(expiries.containsKey(flow));
        }
        assertThat(table.size(nowNs)).isEqualTo(expiries.size());
        assertThat(table.available(nowNs)).isEqualTo(3 - expiries.size());
    }

    /** What is remembered, in words that cannot be misread. */
    private static final class Remembered {
        final int protocol;
        long lastSeenNs;
        long requests = 1;
        long answers;
        boolean isReported;
        boolean isForwardClosed;
        boolean isBackwardClosed;
        boolean isReset;
        long closedNs;

        Remembered(int protocol, long nowNs) {
            this.protocol = protocol;
            this.lastSeenNs = nowNs;
        }

        void seeFlags(boolean forward, int flags, long atNs) {
            if (protocol == IpProtocol.TCP && (flags & (FIN | RST)) != 0) {
                isForwardClosed |= forward && (flags & FIN) != 0;
                isBackwardClosed |= !forward && (flags & FIN) != 0;
                isReset |= (flags & RST) != 0;
                closedNs = atNs;
            }
        }

        boolean isClosed() {
            return isReset || isForwardClosed && isBackwardClosed;
        }

        boolean isOver(long nowNs) {
            if (isClosed()) {
                return nowNs - closedNs >= TIMEOUTS.closedNs();
            }
            boolean established = answers > 0 && !isForwardClosed && !isBackwardClosed;
            return nowNs - lastSeenNs >= TIMEOUTS.timeoutNs(protocol, established, requests > 1 && answers > 1);
        }
    }

    private static Flow keyOf(Map<Flow, Remembered> known, Flow flow) {
        Flow there = flow.hasPorts() || flow.isIcmp() ? flow : flow.withPorts(0, 0);
        Flow back = there.reversed();
        return known.containsKey(there) ? there : known.containsKey(back) ? back : null;
    }

    private static Flow flowOf(Random random) {
        String[] ends = {"10.0.0.1", "10.0.0.2", "10.0.1.1", "203.0.113.7"};
        IpAddress from = IpAddress.parse(ends[random.nextInt(ends.length)]);
        IpAddress to = IpAddress.parse(ends[random.nextInt(ends.length)]);
        return switch (random.nextInt(4)) {
            case 0 -> new Flow(from, to, IpProtocol.TCP, random.nextInt(3), 65_533 + random.nextInt(3));
            case 1 -> new Flow(from, to, IpProtocol.UDP, random.nextInt(3), random.nextInt(3));
            case 2 -> new Flow(from, to, IpProtocol.ICMP, random.nextInt(10), random.nextInt(2));
            default -> new Flow(from, to, 50, 0, 0);
        };
    }

    @Property(tries = 200)
    void shouldAgreeWithWhatEachConnectionHasSeen(@ForAll long seed) {
        Random random = new Random(seed);
        int most = 1 + random.nextInt(60);
        ConnectionTable table = new ConnectionTable(most);
        Map<Flow, Remembered> known = new HashMap<>();
        long nowNs = 0;
        for (int i = 0; i < 2_000; i++) {
            nowNs += random.nextInt(20) == 0 ? random.nextInt(200) * SECOND : random.nextInt(1_000);
            long now = nowNs;
            known.values().removeIf(each -> each.isOver(now));
            if (random.nextInt(50) == 0) {
                assertThat(table.size(nowNs)).as("seed %d, step %d", seed, i).isEqualTo(known.size());
            }
            Flow flow = flowOf(random);
            Flow key = keyOf(known, flow);
            Remembered connection = known.get(key);
            assertThat(table.isTracked(flow, nowNs))
                    .as("seed %d, step %d: %s", seed, i, flow)
                    .isEqualTo(connection != null);
            switch (random.nextInt(flow.protocol() == IpProtocol.TCP ? 4 : 3)) {
                case 0 -> {
                    boolean room = connection != null || known.size() < most;
                    assertThat(table.track(flow, TIMEOUTS, nowNs))
                            .as("seed %d, step %d", seed, i)
                            .isEqualTo(room);
                    if (room && connection == null) {
                        known.put(flow, new Remembered(flow.protocol(), nowNs));
                    }
                }
                case 1 -> {
                    int flags = new int[] {ACK, ACK, ACK, FIN, RST}[random.nextInt(5)];
                    table.onPacket(flow, flags, nowNs);
                    if (connection != null) {
                        connection.lastSeenNs = nowNs;
                        connection.requests += key.equals(flow) ? 1 : 0;
                        connection.answers += key.equals(flow) ? 0 : 1;
                        connection.seeFlags(key.equals(flow), flags, nowNs);
                    }
                }
                case 2 -> {
                    int packets = 1 + random.nextInt(3);
                    long lastNs = nowNs - random.nextInt(500);
                    assertThat(table.onPackets(flow, packets, lastNs, nowNs))
                            .as("seed %d, step %d: %s", seed, i, flow)
                            .isEqualTo(connection != null && connection.isClosed());
                    if (connection != null) {
                        connection.lastSeenNs = Math.max(connection.lastSeenNs, lastNs);
                        if (key.equals(flow)) {
                            connection.requests += connection.isReported ? packets : packets - 1;
                            connection.isReported = true;
                        } else {
                            connection.answers += packets;
                        }
                    }
                }
                default -> {
                    int flags = new int[] {SYN, FIN, RST}[random.nextInt(3)];
                    boolean begins = flags == SYN && connection != null && connection.isClosed();
                    assertThat(table.onControlSegment(flow, flags, nowNs, nowNs))
                            .as("seed %d, step %d: %s", seed, i, flow)
                            .isEqualTo(begins);
                    if (begins) {
                        known.remove(key);
                    } else if (connection != null) {
                        connection.lastSeenNs = nowNs;
                        connection.seeFlags(key.equals(flow), flags, nowNs);
                    }
                }
            }
        }
        assertThat(table.size(nowNs)).as("seed %d", seed).isEqualTo(known.size());
        assertThat(table.isEmpty(nowNs)).isEqualTo(known.isEmpty());
    }
}
