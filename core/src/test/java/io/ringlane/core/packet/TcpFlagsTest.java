package io.ringlane.core.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.memory.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a segment's flags are, behind headers of any length. */
class TcpFlagsTest {

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int TRANSPORT = IP + Ipv6Layout.HEADER_BYTES;
    private static final int FRAME_BYTES = 100;
    private static final int OFFSET = 32;
    private static final int DESTINATION_OPTIONS = 60;

    private static byte[] segment(final int flags) {
        final byte[] frame = new byte[FRAME_BYTES];
        new FrameBuilder().ipv6(1, 2, 3, 4).tcp(1, 2).tcpFlags(flags).write(frame, 0, FRAME_BYTES);
        return frame;
    }

    /** Two headers of options between the addresses and the segment. */
    private static byte[] behindOptions(final byte[] frame, final int units) {
        final int more = 2 * 8 * (1 + units);
        final byte[] longer = new byte[FRAME_BYTES + more];
        System.arraycopy(frame, 0, longer, 0, TRANSPORT);
        System.arraycopy(frame, TRANSPORT, longer, TRANSPORT + more, FRAME_BYTES - TRANSPORT);
        longer[IP + Ipv6Layout.NEXT_HEADER_OFFSET] = 0; // hop by hop
        longer[TRANSPORT] = DESTINATION_OPTIONS;
        longer[TRANSPORT + 1] = (byte) units;
        longer[TRANSPORT + more / 2] = IpProtocol.TCP;
        longer[TRANSPORT + more / 2 + 1] = (byte) units;
        Bytes.putShortBe(longer, IP + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, FRAME_BYTES + more - TRANSPORT);
        return longer;
    }

    private static int flags(final byte[] frame, final int lengthBytes) {
        final byte[] memory = new byte[OFFSET + frame.length];
        System.arraycopy(frame, 0, memory, OFFSET, frame.length);
        return TcpResets.flags(memory, OFFSET, lengthBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {TcpLayout.FLAG_SYN, TcpLayout.FLAG_ACK, TcpLayout.FLAG_RST})
    void shouldBeReadOverIpv6BehindOptionsToo(final int flags) {
        assertThat(flags(segment(flags), FRAME_BYTES)).isEqualTo(flags);
        for (int units = 0; units < 3; units++) {
            final byte[] frame = behindOptions(segment(flags), units);
            assertThat(flags(frame, frame.length)).as("%d units", units).isEqualTo(flags);
            for (int length = TRANSPORT; length <= TRANSPORT + 2 * 8 * (1 + units) + TcpLayout.FLAGS_OFFSET; length++) {
                assertThat(flags(frame, length)).as("cut at %d", length).isZero();
            }
        }
    }
}
