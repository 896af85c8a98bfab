package io.ringlane.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.capture.TestCaptures.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureWriterTest {
    private static final int INTERFACES = 3;

    @Property(tries = 300)
    void shouldReadBackWhatItWrote(@ForAll("frames") List<Frame> frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureWriter writer = new CaptureWriter(out)) {
            for (int i = 0; i < INTERFACES; i++) {
                assertThat(writer.addInterface("eth" + i)).isEqualTo(i);
            }
            for (Frame frame : frames) {
                write(writer, frame);
            }
            assertThat(writer.packets()).isEqualTo(frames.size());
        }
        CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(out.toByteArray()), "test");
        List<Frame> back = TestCaptures.frames(reader);
        assertThat(reader.isTruncated()).isFalse();
        assertThat(back).hasSameSizeAs(frames);
        for (int i = 0; i < frames.size(); i++) {
            Frame read = back.get(i);
            Frame written = frames.get(i);
            assertThat(Arrays.equals(read.data(), written.data()))
                    .as("bytes of frame %d", i)
                    .isTrue();
            assertThat(new Frame(read.timestampNs(), null, read.originalBytes(), read.interfaceIndex(), read.comment()))
                    .isEqualTo(new Frame(
                            written.timestampNs(),
                            null,
                            written.originalBytes(),
                            written.interfaceIndex(),
                            written.comment()));
        }
    }

    @Provide
    Arbitrary<List<Frame>> frames() {
        Arbitrary<byte[]> data = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(80),
                Arbitraries.of(9_001, 65_536, CaptureReader.MAX_PACKET_BYTES).map(byte[]::new));
        Arbitrary<String> comment = Arbitraries.strings().ofMaxLength(60).filter(CaptureWriterTest::isUtf8);
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(0),
                        data,
                        Arbitraries.integers().between(0, 9_001),
                        Arbitraries.integers().between(0, INTERFACES - 1),
                        comment)
                .as((timestampNs, bytes, cut, index, text) ->
                        new Frame(timestampNs, bytes, bytes.length + cut, index, text))
                .list()
                .ofMaxSize(8);
    }

    @Test
    void shouldMakeEqualFilesFromEqualFrames() throws IOException {
        assertThat(sample()).isEqualTo(sample());
    }

    @Test
    void shouldCloseTwiceAndRefuseAfterwards() throws IOException {
        int[] closed = {0};
        CaptureWriter writer = new CaptureWriter(new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0]++;
            }
        });
        writer.close();
        writer.close();
        assertThat(closed[0]).isEqualTo(1);
        assertThatThrownBy(() -> writer.addInterface("late")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldSayWhatIsOutOfRange() throws IOException {
        try (CaptureWriter writer = new CaptureWriter(new ByteArrayOutputStream())) {
            byte[] frame = new byte[60];
            assertThatThrownBy(() -> writer.write(0, 0, frame, 0, 60, 60, null))
                    .hasMessage("interface 0 was not added; there are 0");
            writer.addInterface("b");
            assertThatThrownBy(() -> writer.write(0, -1, frame, 0, 60, 60, null))
                    .hasMessageContaining("before 1970");
            assertThatThrownBy(() -> writer.write(0, 0, frame, 0, 60, 59, null))
                    .hasMessageContaining("at most the original 59, not 60");
            assertThatThrownBy(() -> writer.write(0, 0, frame, 1, 60, 60, null))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> writer.write(0, 0, frame, 0, 60, 60, "x".repeat(65_536)))
                    .hasMessageContaining("comment has 65536 bytes");
            assertThat(writer.packets()).isZero();
        }
    }

    @Test
    void shouldBeReadByTshark(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sample.pcapng");
        Files.write(file, sample());
        List<String> lines = run(
                "tshark",
                "-n",
                "-r",
                file.toString(),
                "-T",
                "fields",
                "-E",
                "separator=|",
                "-e",
                "frame.time_epoch",
                "-e",
                "frame.cap_len",
                "-e",
                "frame.len",
                "-e",
                "frame.interface_name",
                "-e",
                "frame.comment",
                "-e",
                "udp.dstport");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("1795401474[.]677878123\\|98\\|98\\|b\\|flow cap 5 Gbit/s, 12 µs\\|53");
        assertThat(lines.get(1)).matches("1795401474[.]677878124\\|40\\|9015\\|c\\|\\|53");
    }

    /** Two frames on two interfaces: one with a comment, one cut. */
    private static byte[] sample() throws IOException {
        byte[] frame = TestCaptures.frames(TestCaptures.own("dns-and-icmpv6.pcap"))
                .get(0)
                .data();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureWriter writer = new CaptureWriter(out)) {
            int b = writer.addInterface("b");
            writer.write(
                    b, 1_795_401_474_677_878_123L, frame, 0, frame.length, frame.length, "flow cap 5 Gbit/s, 12 µs");
            int c = writer.addInterface("c");
            writer.write(c, 1_795_401_474_677_878_124L, frame, 0, 40, 9_015, null);
        }
        return out.toByteArray();
    }

    private static void write(CaptureWriter writer, Frame frame) throws IOException {
        byte[] data = frame.data();
        byte[] memory = new byte[data.length + 3];
        System.arraycopy(data, 0, memory, 3, data.length);
        writer.write(
                frame.interfaceIndex(),
                frame.timestampNs(),
                memory,
                3,
                data.length,
                frame.originalBytes(),
                frame.comment());
    }

    private static boolean isUtf8(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static List<String> run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            TestCaptures.skip(
                    command[0] + " is not installed: what CaptureWriter writes was NOT read by Wireshark's tools");
            throw e;
        }
        List<String> lines = new ArrayList<>(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }
}
