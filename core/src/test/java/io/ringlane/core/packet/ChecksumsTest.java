package io.ringlane.core.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.capture.TestCaptures;
import io.ringlane.core.memory.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumsTest {
    @Test
    void shouldMatchTheExampleOfRfc1071() {
        byte[] memory = HexFormat.of().parseHex("0001f203f4f5f6f7");
        assertThat(Checksums.checksum(memory, 0, 8)).isEqualTo(~0xDDF2 & 0xFFFF);
    }

    @Test
    void shouldMatchTheExampleOfRfc1624() {
        // Section 4: the header sums to 0xCD7A + 0x5555, and the word 0x5555 becomes 0x3285.
        assertThat(Checksums.update(0xDD2F, 0x5555, 0x3285)).isEqualTo(0x0000);
    }

    @Property
    void shouldAgreeWithOneWordAtATime(
            @ForAll @Size(max = 70) byte[] memory, @ForAll @IntRange(max = 8) int before, @ForAll boolean ones) {
        if (ones) {
            Arrays.fill(memory, (byte) 0xFF); // the most carries
        }
        int offset = Math.min(before, memory.length);
        assertThat(Checksums.checksum(memory, offset, memory.length - offset)).isEqualTo(slow(memory, offset));
    }

    @Property
    void shouldUpdateAsIfSummedAgain(
            @ForAll @Size(20) byte[] memory,
            @ForAll @IntRange(max = 4) int word,
            @ForAll short newWord,
            @ForAll int newInt) {
        memory[18] = 1; // a real header is never all zero
        int checksum = Checksums.checksum(memory, 0, 20);
        int oldWord = Bytes.getUnsignedShortBe(memory, 2 * word);
        Bytes.putShortBe(memory, 2 * word, newWord);
        int updated = Checksums.update(checksum, oldWord, newWord & 0xFFFF);
        assertThat(updated).isEqualTo(Checksums.checksum(memory, 0, 20));

        int oldInt = Bytes.getIntBe(memory, 2 * word + 2);
        Bytes.putIntBe(memory, 2 * word + 2, newInt);
        assertThat(Checksums.updateInt(updated, oldInt, newInt)).isEqualTo(Checksums.checksum(memory, 0, 20));
    }

    /** tshark finds every IP, UDP and TCP checksum of these two right. */
    @ParameterizedTest
    @ValueSource(strings = {"dns-and-icmpv6.pcap", "redis-short.pcap"})
    void shouldAgreeWithEveryChecksumOfARealCapture(String file) {
        int checked = 0;
        for (TestCaptures.Frame captured : TestCaptures.frames(TestCaptures.own(file))) {
            byte[] frame = captured.data();
            if (Bytes.getUnsignedShortBe(frame, 12) == EthernetLayout.TYPE_IPV4) {
                assertThat(frame[14]).isEqualTo((byte) 0x45);
                int protocol = frame[23];
                int segmentBytes = Bytes.getUnsignedShortBe(frame, 16) - 20;
                int field = 34 + (protocol == IpProtocol.TCP ? 16 : 6);
                assertThat(Checksums.ipv4Header(frame, 14, 20)).isEqualTo(Bytes.getUnsignedShortBe(frame, 24));
                assertThat(Checksums.ipv4Transport(frame, 14, protocol, 34, segmentBytes))
                        .isEqualTo(Bytes.getUnsignedShortBe(frame, field));
            } else {
                assertThat(frame[20]).isEqualTo((byte) IpProtocol.ICMPV6);
                int segmentBytes = Bytes.getUnsignedShortBe(frame, 18);
                assertThat(Checksums.ipv6Transport(frame, 14, IpProtocol.ICMPV6, 54, segmentBytes))
                        .isEqualTo(Bytes.getUnsignedShortBe(frame, 56));
            }
            checked++;
        }
        assertThat(checked).isGreaterThan(100);
    }

    @Test
    void shouldRefuseARangeOutsideTheArray() {
        assertThatThrownBy(() -> Checksums.sum(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Checksums.sum(new byte[4], 2, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldNameAProtocolWithoutATransportChecksum() {
        assertThatThrownBy(() -> Checksums.ipv4Transport(new byte[60], 0, 47, 20, 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("protocol 47");
    }

    static int slow(byte[] memory, int offset) {
        int sum = 0;
        for (int i = offset; i < memory.length; i += 2) {
            int low = i + 1 < memory.length ? memory[i + 1] & 0xFF : 0;
            sum += (memory[i] & 0xFF) << 8 | low;
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return ~sum & 0xFFFF;
    }
}
