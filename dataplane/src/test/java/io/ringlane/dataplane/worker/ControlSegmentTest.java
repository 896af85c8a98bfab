package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.pipeline.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TCP segments that begin or end a connection, of which the router is told. */
class ControlSegmentTest {

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int OPTION_BYTES = 4;
    private static final int SYN = TcpLayout.FLAG_SYN;
    private static final int ACK = TcpLayout.FLAG_ACK;
    private static final int FIN = TcpLayout.FLAG_FIN;
    private static final int RST = TcpLayout.FLAG_RST;

    private final TestNetwork network = new TestNetwork(1, 64, new Path(0, 1_000_000, 0, 0, 1500), 1514);

    @BeforeEach
    void setUp() {
        for (int port = 0; port < 2; port++) {
            network.port(network.card(0, 0), TestNetwork.unlimited());
        }
    }

    private enum Form {
        IPV4,
        IPV4_WITH_OPTIONS,
        IPV6,
        FRAGMENT;

        byte[] segment(final int flags) {
            final FrameBuilder builder = new FrameBuilder().macs(TestNetwork.mac(0), TestNetwork.mac(1));
            if (this == IPV6) {
                builder.ipv6(0x20010DB8L << 32, 0, 0x20010DB8L << 32, 1);
            } else {
                builder.ipv4(TestNetwork.address(0), TestNetwork.address(1));
            }
            final byte[] frame = new byte[100];
            builder.tcp(1000, 80).tcpFlags(flags).write(frame, 0, frame.length);
            if (this == FRAGMENT) {
                Bytes.putShortBe(frame, IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, Ipv4Layout.MORE_FRAGMENTS);
            }
            return this == IPV4_WITH_OPTIONS ? withOptions(frame) : frame;
        }

        private static byte[] withOptions(final byte[] plain) {
            final int behind = IP + Ipv4Layout.MIN_HEADER_BYTES;
            final byte[] frame = new byte[plain.length + OPTION_BYTES];
            System.arraycopy(plain, 0, frame, 0, behind);
            System.arraycopy(plain, behind, frame, behind + OPTION_BYTES, plain.length - behind);
            frame[IP]++;
            Bytes.putShortBe(frame, IP + Ipv4Layout.TOTAL_LENGTH_OFFSET, frame.length - IP);
            return frame;
        }
    }

    private void send(final byte[] frame) {
        assertThat(network.send(0, frame, 1)).isTrue();
        network.dataPlane.turn();
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"IPV4", "IPV4_WITH_OPTIONS", "IPV6"})
    void shouldTellTheRouterOfEachThatBeginsOrEndsAConnection(final Form form) {
        final int[] flags = {SYN, ACK, TcpLayout.FLAG_PSH | ACK, FIN | ACK, 0, RST, SYN | ACK};
        for (final int each : flags) {
            send(form.segment(each));
        }
        assertThat(network.controlFlags).containsExactly(SYN, FIN | ACK, RST, SYN | ACK);
        assertThat(network.questions()).as("they go by what was decided").isOne();
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(flags.length);
    }

    @Test
    void shouldTellOfNoDatagramAndNoFragment() {
        network.send(0, 1, 0xFFFF - 1000, 100, 1);
        send(Form.FRAGMENT.segment(SYN | FIN | RST));
        assertThat(network.controlFlags).isEmpty();
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(2);
    }

    @Test
    void shouldTellOfNoneThatItsAddressOrItsLengthHolds() {
        final Path narrow = new Path(0, 1_000_000, 0, 0, 80);
        final long[] wrongMacs = {TestNetwork.mac(7), 0xFFFF_FFFF_FFFFL};
        for (final int before : new int[] {0, 1}) { // new flows, then a known one
            for (final long mac : wrongMacs) {
                send(to(mac, Form.IPV4.segment(FIN)));
            }
            assertThat(network.controlFlags).isEmpty();
            assertThat(network.ports.get(1).receivedPackets()).isEqualTo(before);
            send(Form.IPV4.segment(ACK));
        }
        final Route route =
                network.router().routeIpv4(network.ports.get(0), TestNetwork.address(0), TestNetwork.address(1), 0);
        route.refuse(DropReason.NO_ROUTE);
        send(Form.IPV4.segment(RST));
        route.resume();
        network.changePath(narrow);
        send(Form.IPV4.segment(RST));
        assertThat(network.controlFlags).isEmpty();
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(2);
        network.widen(new Path(0, 1_000_000, 0, 0, 1500));
        send(Form.IPV4.segment(FIN));
        assertThat(network.controlFlags).containsExactly(FIN);
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(3);
    }

    private static byte[] to(final long mac, final byte[] frame) {
        Bytes.putShortBe(frame, 0, (int) (mac >>> 32));
        Bytes.putIntBe(frame, 2, (int) mac);
        return frame;
    }

    /** Also where they come in one burst, and the flow is new. */
    @Test
    void shouldDecideOnceMoreWhereTheRouterSaysSo() {
        network.decidesAgain = true;
        for (final int flags : new int[] {SYN, ACK, FIN | ACK, ACK}) {
            network.send(0, Form.IPV4.segment(flags), 1);
        }
        network.dataPlane.turn();
        assertThat(network.questions()).isEqualTo(3);
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(4);
    }

    @Test
    void shouldDecideAnewWhatSomebodyHasSeenEnd() {
        send(Form.IPV4.segment(ACK));
        final boolean[] isOver = {true};
        network.dataPlane.observeFlows((route, keys, packets, bytes) -> isOver[0]);
        send(Form.IPV4.segment(ACK));
        assertThat(network.questions()).isOne();
        network.dataPlane.reportFlows();
        send(Form.IPV4.segment(ACK));
        send(Form.IPV4.segment(ACK));
        assertThat(network.questions()).isEqualTo(2);
        isOver[0] = false;
        network.dataPlane.reportFlows();
        send(Form.IPV4.segment(ACK));
        assertThat(network.questions()).isEqualTo(2);
    }
}
