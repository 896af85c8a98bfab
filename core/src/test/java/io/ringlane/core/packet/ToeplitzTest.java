package io.ringlane.core.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringlane.core.memory.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Microsoft's "Verifying the RSS hash calculation": every row of its IPv4 and IPv6 tables. */
class ToeplitzTest {

    private static final byte[] KEY =
            HexFormat.of().parseHex("6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa");

    private final Toeplitz toeplitz = new Toeplitz(KEY);

    @ParameterizedTest
    @CsvSource({
        "161.142.100.80, 1766, 66.9.149.187, 2794, 323e8fc2, 51ccc178",
        "65.69.140.83, 4739, 199.92.111.2, 14230, d718262a, c626b0ea",
        "12.22.207.184, 38024, 24.19.198.95, 12898, d2d0a5de, 5c2b394a",
        "209.142.163.6, 2217, 38.27.205.30, 48228, 82989176, afc7327f",
        "202.188.127.2, 1303, 153.39.163.191, 44251, 5d1809c5, 10e828a2",
        "3ffe:2501:200:3::1, 1766, 3ffe:2501:200:1fff::7, 2794, 2cc18cd5, 40207d3d",
        "ff02::1, 4739, 3ffe:501:8::260:97ff:fe40:efab, 14230, 0f0c461c, dde51bbf",
        "fe80::200:f8ff:fe21:67cf, 38024, 3ffe:1900:4545:3:200:f8ff:fe21:67cf, 44251, 4b61e985, 02d1feef",
    })
    void shouldHashAsTheVerificationSuiteSays(
            final String destination,
            final int destinationPort,
            final String source,
            final int sourcePort,
            final String withoutPorts,
            final String withPorts)
            throws UnknownHostException {
        // The whole way a packet takes: built, parsed, hashed from the key's words.
        final byte[] frame = new byte[100];
        new FrameBuilder()
                .addresses(
                        InetAddress.getByName(source).getAddress(),
                        InetAddress.getByName(destination).getAddress())
                .tcp(sourcePort, destinationPort)
                .write(frame, 0, frame.length);
        final long[] key = new long[PacketParser.KEY_WORDS];
        final int kind = PacketParser.parse(frame, 0, frame.length, frame.length, key, 0);

        assertThat(hash(kind, key, false)).isEqualTo(Integer.parseUnsignedInt(withoutPorts, 16));
        assertThat(hash(kind, key, true)).isEqualTo(Integer.parseUnsignedInt(withPorts, 16));
    }

    private int hash(final int kind, final long[] key, final boolean hasPorts) {
        return kind == PacketParser.IPV4
                ? toeplitz.hashIpv4(key[0], (int) key[1], hasPorts)
                : toeplitz.hashIpv6(key[2], key[3], key[4], key[5], (int) key[1], hasPorts);
    }

    @Test
    void shouldHashAsTheBitwiseDefinitionDoes() {
        final Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            final byte[] key = new byte[Toeplitz.KEY_BYTES];
            final byte[] input = new byte[36];
            random.nextBytes(key);
            random.nextBytes(input);
            assertThat(new Toeplitz(key)
                            .hashIpv6(
                                    Bytes.getLong(input, 0),
                                    Bytes.getLong(input, 8),
                                    Bytes.getLong(input, 16),
                                    Bytes.getLong(input, 24),
                                    Bytes.getInt(input, 32),
                                    true))
                    .isEqualTo(bitwise(key, input));
        }
    }

    private static int bitwise(final byte[] key, final byte[] input) {
        int hash = 0;
        for (int bit = 0; bit < input.length * 8; bit++) {
            if ((input[bit / 8] & 0x80 >> bit % 8) != 0) {
                for (int i = 0; i < 32; i++) {
                    final int at = bit + i;
                    hash ^= (key[at / 8] >> 7 - at % 8 & 1) << 31 - i;
                }
            }
        }
        return hash;
    }

    @Test
    void shouldRefuseAKeyOfAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Toeplitz(new byte[52]))
                .withMessage("an RSS key has 40 bytes, not 52 (ENA and 82599 alike)");
    }
}
