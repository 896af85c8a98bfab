package io.ringlane.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.capture.TestCaptures.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureReaderTest {
    private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 8, 0, 42};

    private final CaptureBytes little = new CaptureBytes(ByteOrder.LITTLE_ENDIAN);

    @Test
    void shouldReadTheProjectsOwnCaptures() {
        List<Frame> dns = TestCaptures.frames(TestCaptures.own("dns-and-icmpv6.pcap"));
        assertThat(dns).hasSize(129);
        List<Frame> redis = TestCaptures.frames(TestCaptures.own("redis-short.pcap"));
        assertThat(redis).hasSize(300);
        assertThat(redis.get(0).timestampNs()).isEqualTo(1_795_401_474_677_878_000L);
        assertThat(redis.get(299).timestampNs() - redis.get(0).timestampNs()).isEqualTo(3_579_000);
        assertThat(redis).allMatch(frame -> frame.data().length == frame.originalBytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadPcapInBothByteOrdersAndResolutions(boolean isBigEndian) throws IOException {
        ByteOrder order = isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        List<Frame> micro =
                read(new CaptureBytes(order).pcapHeader(0xA1B2C3D4L, 1).record(7, 999_999, 1500, FRAME));
        assertThat(micro).singleElement().satisfies(frame -> {
            assertThat(frame.timestampNs()).isEqualTo(7_999_999_000L);
            assertThat(frame.data()).isEqualTo(FRAME);
            assertThat(frame.originalBytes()).isEqualTo(1500);
        });
        List<Frame> nano =
                read(new CaptureBytes(order).pcapHeader(0xA1B23C4DL, 1).record(7, 999_999_999, 15, FRAME));
        assertThat(nano.get(0).timestampNs()).isEqualTo(7_999_999_999L);
    }

    @Test
    void shouldReadModifiedPcap() throws IOException {
        little.pcapHeader(0xA1B2CD34L, 1);
        for (int i = 0; i < 2; i++) {
            little.ints(1, i, FRAME.length, 60).ints(3).shorts(8, 0).raw(FRAME);
        }
        assertThat(read(little))
                .hasSize(2)
                .allSatisfy(frame -> assertThat(frame.data()).isEqualTo(FRAME));
    }

    @Test
    void shouldCountSecondsAfter2038() throws IOException {
        List<Frame> frames = read(little.pcapHeader(0xA1B23C4DL, 1).record(0xFFFF_FFFFL, 1, 15, FRAME));
        assertThat(frames.get(0).timestampNs()).isEqualTo(4_294_967_295_000_000_001L);
    }

    @Test
    void shouldLeaveOutTheFrameCheckSequence() throws IOException {
        int linkType = 1 | 1 << 26 | 2 << 28; // 2 units of 2 bytes
        List<Frame> whole = read(little.pcapHeader(0xA1B2C3D4L, linkType)
                .record(0, 0, FRAME.length, FRAME)
                .record(0, 0, 100, FRAME));
        assertThat(whole.get(0).data()).isEqualTo(Arrays.copyOf(FRAME, FRAME.length - 4));
        assertThat(whole.get(0).originalBytes()).isEqualTo(FRAME.length - 4);
        assertThat(whole.get(1).data()).isEqualTo(FRAME); // its FCS was not captured
        assertThat(whole.get(1).originalBytes()).isEqualTo(96);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadEveryPacketBlockOfPcapng(boolean isBigEndian) throws IOException {
        CaptureBytes file = new CaptureBytes(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        file.section()
                .block(0x0BAD_0001, file.part().ints(1, 2, 3)) // unknown: skipped
                .interfaceBlock(1, 10, file.part())
                .interfaceBlock(1, 0, file.part().option(9, (byte) 9).ints(0))
                .enhancedPacket(0, 5_000_001, 1500, FRAME)
                .enhancedPacket(1, 5_000_001, 15, FRAME)
                .block(
                        2,
                        file.part()
                                .shorts(1, 0xFFFF)
                                .ints(0, 77, FRAME.length, 16)
                                .padded(FRAME))
                .block(3, file.part().ints(1500).padded(Arrays.copyOf(FRAME, 10)));
        List<Frame> frames = read(file);
        assertThat(frames).extracting(Frame::timestampNs).containsExactly(5_000_001_000L, 5_000_001L, 77L, 77L);
        assertThat(frames).extracting(Frame::originalBytes).containsExactly(1500, 15, 16, 1500);
        assertThat(frames).extracting(Frame::interfaceIndex).containsExactly(0, 1, 1, 0);
        assertThat(frames.get(2).data()).isEqualTo(FRAME);
        assertThat(frames.get(3).data()).isEqualTo(Arrays.copyOf(FRAME, 10)); // the snap length of interface 0
    }

    @Test
    void shouldChangeByteOrderAndInterfacesWithTheSection() throws IOException {
        CaptureBytes big = new CaptureBytes(ByteOrder.BIG_ENDIAN);
        big.section().interfaceBlock(1, 0, big.part().option(9, (byte) 0x80)).enhancedPacket(0, 3, 15, FRAME);
        little.section()
                .interfaceBlock(1, 0, little.part())
                .enhancedPacket(0, 3, 15, FRAME)
                .append(big);
        assertThat(read(little)).extracting(Frame::timestampNs).containsExactly(3_000L, 3_000_000_000L);
    }

    @Test
    void shouldForgetInterfacesWithTheSection() {
        little.section().interfaceBlock(1, 0, little.part()).section().enhancedPacket(0, 3, 15, FRAME);
        assertRefused(little, "interface 0, but the section has described 0 interfaces so far");
    }

    @Test
    void shouldReadACommentAndPassOverBrokenOptions() throws IOException {
        CaptureBytes body = little.part().ints(0, 0, 1, FRAME.length, 15).padded(FRAME);
        CaptureBytes broken = little.part().append(body).shorts(1, 5000).ints(0);
        body.option(2, (byte) 1, (byte) 2, (byte) 3, (byte) 4)
                .option(1, "cut by the flow cap, 5 µs")
                .ints(0);
        little.section().interfaceBlock(1, 0, little.part()).block(6, body).block(6, broken);
        assertThat(read(little)).extracting(Frame::comment).containsExactly("cut by the flow cap, 5 µs", "");
    }

    @Test
    void shouldAddTheInterfacesOffset() throws IOException {
        CaptureBytes options = little.part().shorts(14, 8).longs(-2).option(9, (byte) 3);
        little.section().interfaceBlock(1, 0, options).enhancedPacket(0, 5_001, 15, FRAME);
        assertThat(read(little).get(0).timestampNs()).isEqualTo(3_001_000_000L);
    }

    @Test
    void shouldNameALinkTypeThatIsNotEthernet() {
        assertRefused(
                little.pcapHeader(0xA1B2C3D4L, 113),
                "test, byte 0: link type 113 (Linux cooked) is not Ethernet; record on one Ethernet interface"
                        + " (tcpdump -i eth0), not on all of them (-i any)");
    }

    @Test
    void shouldRefuseAPacketOfAnotherLinkTypeOnlyOnceItComes() throws IOException {
        little.section().interfaceBlock(1, 0, little.part()).interfaceBlock(105, 0, little.part());
        little.enhancedPacket(0, 1, 15, FRAME);
        CaptureReader reader = CaptureReader.open(
                new ByteArrayInputStream(little.enhancedPacket(1, 1, 15, FRAME).toArray()), "test");
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::next)
                .isInstanceOf(CaptureFormatException.class)
                .hasMessageContaining("link type 105 (IEEE 802.11) is not Ethernet");
        assertThat(reader.next()).isFalse();
        assertThat(reader.packets()).isEqualTo(1);
    }

    @Test
    void shouldRefuseLengthsThatCannotBe() {
        assertRefused(
                new CaptureBytes(ByteOrder.LITTLE_ENDIAN)
                        .pcapHeader(0xA1B2C3D4L, 1)
                        .ints(0, 0, 0xFFFF_FFFFL, 60),
                "test, byte 24: a packet claims 4294967295 captured bytes; more than 262144 is damage");
        assertRefused(
                new CaptureBytes(ByteOrder.LITTLE_ENDIAN)
                        .pcapHeader(0xA1B2C3D4L, 1)
                        .ints(0, 0, 60, 0x8000_0000L),
                "an original length of 2147483648 bytes");
        assertRefused(section().ints(5, 8, 8), "a length of 8 bytes");
        assertRefused(section().ints(5, 14, 0, 0), "a length of 14 bytes");
        assertRefused(section().ints(6, 32, 0, 0, 0, 1, 1, 32), "1 captured bytes in a block of 32 bytes");
        assertRefused(section().ints(6, 28, 0, 0, 0, 0, 28), "a packet block of 28 bytes; it has at least 32");
        assertRefused(section().ints(5, 16, 0, 20), "starts with a length of 16 bytes but ends with 20");
        assertRefused(section().ints(1, 0x7FFF_FFF0, 1, 0), "2147483612 bytes of options; more than 65540 is damage");
    }

    @Test
    void shouldRefuseTimesThatCannotBe() {
        CaptureBytes tooFine =
                little.part().section().interfaceBlock(1, 0, little.part().option(9, (byte) 20));
        assertRefused(tooFine, "a time resolution of 10^-20 s");
        CaptureBytes tooLate =
                little.part().section().interfaceBlock(1, 0, little.part().option(9, (byte) 0));
        assertRefused(tooLate.enhancedPacket(0, Long.MAX_VALUE, 15, FRAME), "outside the years 1677 to 2262");
        assertRefused(tooLate.enhancedPacket(0, -1, 15, FRAME), "outside the years 1677 to 2262");
    }

    @Test
    void shouldSayWhatIsNoCapture() {
        assertRefused(little.part(), "neither pcap nor pcapng: the file has only 0 bytes");
        assertRefused(
                little.part().raw(new byte[] {'G', 'E', 'T', ' '}),
                "neither pcap nor pcapng: it starts with 0x47455420");
        assertRefused(little.part().raw((byte) 0x1F, (byte) 0x8B, (byte) 8, (byte) 0), "decompress it first");
        assertRefused(little.part().ints(0xA1B2C3D4L, 0), "a pcap header has 24 bytes, the file only 8");
        assertRefused(little.part().ints(0xA1B2C3D4L).shorts(543, 0).ints(0, 0, 0, 1), "pcap version 543.0");
        assertRefused(little.part().ints(0x0A0D0D0A, 28), "the file ends within its section header");
        assertRefused(little.part().ints(0x0A0D0D0A, 28, 5, 5, 5, 5, 28), "a section header without a byte order");
    }

    @Test
    void shouldDeliverWhatIsWholeBeforeACut() throws IOException {
        byte[] pcap = little.part()
                .pcapHeader(0xA1B2C3D4L, 1)
                .record(1, 0, 15, FRAME)
                .record(2, 0, 15, FRAME)
                .toArray();
        byte[] pcapng = section()
                .enhancedPacket(0, 1, 15, FRAME)
                .enhancedPacket(0, 2, 15, FRAME)
                .toArray();
        for (byte[] whole : List.of(pcap, pcapng)) {
            int lastBytes = whole == pcap ? 31 : 48;
            for (int length = whole.length - lastBytes; length < whole.length; length++) {
                CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(whole, 0, length), "test");
                assertThat(reader.next()).isTrue();
                assertThat(reader.next()).isFalse();
                assertThat(reader.packets()).isEqualTo(1);
                assertThat(reader.isTruncated()).isEqualTo(length != whole.length - lastBytes);
                if (reader.isTruncated()) {
                    assertThat(reader.truncation())
                            .isEqualTo("test is cut off at byte " + length + ", within what starts at byte "
                                    + (whole.length - lastBytes) + "; the packets before it, 1, are whole");
                }
            }
        }
    }

    @Test
    void shouldReadFromAStreamThatGivesOneByteAtATime() throws IOException {
        byte[] file = section()
                .enhancedPacket(0, 1, 15, FRAME)
                .enhancedPacket(0, 2, 15, FRAME)
                .toArray();
        InputStream slow = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }
        };
        assertThat(TestCaptures.frames(CaptureReader.open(slow, "test"))).hasSize(2);
    }

    @Test
    void shouldReadFramesAsLongAsTheLimitAndLongerThanTheWindow() throws IOException {
        byte[] longest = new byte[CaptureReader.MAX_PACKET_BYTES];
        Arrays.fill(longest, (byte) 7);
        List<Frame> frames =
                read(section().enhancedPacket(0, 1, longest.length, longest).enhancedPacket(0, 2, 15, FRAME));
        assertThat(frames.get(0).data()).isEqualTo(longest);
        assertThat(frames.get(1).data()).isEqualTo(FRAME);
    }

    @Test
    void shouldCloseTheStreamOnce() throws IOException {
        int[] closed = {0};
        InputStream in = new ByteArrayInputStream(
                section().enhancedPacket(0, 1, 15, FRAME).toArray()) {
            @Override
            public void close() {
                closed[0]++;
            }
        };
        CaptureReader reader = CaptureReader.open(in, "test");
        reader.close();
        reader.close();
        assertThat(closed[0]).isEqualTo(1);
        assertThat(reader.next()).isFalse();
    }

    private static CaptureBytes section() {
        CaptureBytes file = new CaptureBytes(ByteOrder.LITTLE_ENDIAN);
        return file.section().interfaceBlock(1, 0, file.part());
    }

    private static List<Frame> read(CaptureBytes file) throws IOException {
        return TestCaptures.frames(CaptureReader.open(new ByteArrayInputStream(file.toArray()), "test"));
    }

    private static void assertRefused(CaptureBytes file, String problem) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CaptureFormatException.class)
                .hasMessageStartingWith("test, byte ")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("\n");
    }
}
