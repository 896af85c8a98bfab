package io.ringlane.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Broken files: each is read to its end or refused in one line, soon, and nothing else. */
class CaptureDamageTest {
    private static final byte[] PCAP = cut(TestCaptures.own("redis-short.pcap"), 4_000);
    private static final byte[] PCAPNG = toPcapng();

    @Test
    void shouldSurviveEveryHostileCapture() throws IOException {
        Path folder = TestCaptures.outside("hostile");
        int files = 0;
        int refused = 0;
        long packets = 0;
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.sorted().toList()) {
                long read = Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> readToEnd(Files.readAllBytes(file)), file.toString());
                files++;
                packets += Math.max(0, read);
                refused += read < 0 ? 1 : 0;
            }
        }
        System.out.println(files + " hostile captures: " + packets + " packets read, " + refused + " files refused");
        assertThat(files).isGreaterThan(300);
        assertThat(packets).isGreaterThan(1_000);
    }

    @Property(tries = 3_000)
    void shouldSurviveDamagedPcap(@ForAll long seed) {
        surviveDamage(PCAP, seed);
    }

    @Property(tries = 3_000)
    void shouldSurviveDamagedPcapng(@ForAll long seed) {
        surviveDamage(PCAPNG, seed);
    }

    @Property(tries = 1_000)
    void shouldSurviveNoise(@ForAll byte[] noise, @ForAll boolean isPcapng) {
        byte[] head = Arrays.copyOf(isPcapng ? PCAPNG : PCAP, isPcapng ? 88 : 24);
        byte[] file = Arrays.copyOf(head, head.length + noise.length);
        System.arraycopy(noise, 0, file, head.length, noise.length);
        assertThatCode(() -> readToEnd(noise)).doesNotThrowAnyException();
        assertThatCode(() -> readToEnd(file)).doesNotThrowAnyException();
    }

    private static void surviveDamage(byte[] whole, long seed) {
        Random random = new Random(seed);
        byte[] file = Arrays.copyOf(whole, random.nextInt(8) == 0 ? random.nextInt(whole.length) : whole.length);
        for (int i = random.nextInt(8); i >= 0 && file.length > 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(file.length, 160) : file.length);
            file[at] = (byte) (random.nextBoolean() ? random.nextInt() : file[at] ^ 1 << random.nextInt(8));
        }
        assertThatCode(() -> readToEnd(file)).as("seed %d", seed).doesNotThrowAnyException();
    }

    /** Packets read, or -1 if the file was refused. */
    private static long readToEnd(byte[] file) throws IOException {
        long packets = 0;
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file), "test")) {
            while (reader.next()) {
                packets++;
                if (packets > file.length) {
                    fail("more packets than bytes");
                }
                assertThat(reader.capturedBytes()).isBetween(0, Math.min(reader.data().length, reader.originalBytes()));
                assertThat(reader.data().length).isLessThanOrEqualTo(CaptureReader.MAX_PACKET_BYTES);
                assertThat(reader.comment()).isNotNull();
            }
            assertThat(reader.packets()).isEqualTo(packets);
            return packets;
        } catch (CaptureFormatException e) {
            assertThat(e.getMessage())
                    .startsWith("test, byte " + e.fileOffset() + ": ")
                    .doesNotContain("\n");
            assertThat(e.fileOffset()).isBetween(0L, (long) file.length);
            return -1;
        }
    }

    private static byte[] toPcapng() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<TestCaptures.Frame> frames = TestCaptures.frames(TestCaptures.own("dns-and-icmpv6.pcap"));
        try (CaptureWriter writer = new CaptureWriter(out)) {
            writer.addInterface("a");
            writer.addInterface("b");
            for (int i = 0; i < 40; i++) {
                byte[] data = frames.get(i).data();
                writer.write(i & 1, i, data, 0, data.length, data.length, i % 3 == 0 ? "comment " + i : null);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] cut(Path file, int lengthBytes) {
        try {
            return Arrays.copyOf(Files.readAllBytes(file), lengthBytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
