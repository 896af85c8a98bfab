package io.ringlane.core.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.capture.CaptureFormatException;
import io.ringlane.core.capture.CaptureReader;
import io.ringlane.core.capture.TestCaptures;
import io.ringlane.core.memory.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The parser against a slow one, on broken frames. */
class PacketParserFuzzTest {
    private static final long UNTOUCHED = 0x5A5A_5A5A_5A5A_5A5AL;
    private static final int BEFORE = 5;
    private static final int AFTER = 64;

    /** Seed 1923 once made eight extension headers whose last one runs past the frame: too many, or cut short? */
    @Test
    void shouldAgreeWithTheSlowParserWhereTheEighthExtensionHeaderIsCutShort() {
        shouldAgreeWithTheSlowParser(1923);
    }

    @Property(tries = 1_000)
    void shouldAgreeWithTheSlowParser(@ForAll long seed) {
        FrameMutator mutator = new FrameMutator(seed);
        for (int i = 0; i < 50; i++) {
            byte[] frame = mutator.frame();
            int cutBytes = mutator.random().nextInt(3) == 0 ? mutator.random().nextInt(9_001) : 0;
            compare(frame, frame.length + cutBytes, "seed " + seed + ", frame " + i);
        }
    }

    @Test
    void shouldAgreeWithTheSlowParserOnEveryHostileFrame() throws IOException {
        int frames = 0;
        try (Stream<Path> files = Files.list(TestCaptures.outside("hostile"))) {
            for (Path file : files.sorted().toList()) {
                try (CaptureReader reader = CaptureReader.open(file)) {
                    while (reader.next()) {
                        byte[] frame = Arrays.copyOf(reader.data(), reader.capturedBytes());
                        String what = file.getFileName() + ", packet " + reader.packets();
                        compare(frame, reader.originalBytes(), what);
                        compare(frame, frame.length, what);
                        frames++;
                    }
                } catch (CaptureFormatException e) {
                    assertThat(e).hasMessageContaining(file.getFileName().toString()); // refused: nothing to parse
                }
            }
        }
        assertThat(frames).isGreaterThan(1_000);
    }

    /** Mutations that all end as "truncated" would test little. */
    @Test
    void shouldHaveReachedEveryResult() {
        FrameMutator mutator = new FrameMutator(1);
        int[] results = new int[5];
        int withPorts = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = mutator.frame();
            SlowPacketParser parsed = SlowPacketParser.parse(frame, frame.length);
            results[parsed.result() - PacketParser.MALFORMED]++;
            withPorts += parsed.sourcePort() != 0 ? 1 : 0;
        }
        assertThat(Arrays.stream(results).min().getAsInt()).as("rarest result").isGreaterThan(400);
        assertThat(withPorts).isGreaterThan(2_000);
    }

    private static void compare(byte[] frame, int wireLengthBytes, String what) {
        String shown = what + ": " + frame.length + " of " + wireLengthBytes + " bytes";
        SlowPacketParser expected = SlowPacketParser.parse(frame, wireLengthBytes);

        // Ends with the frame: a read behind it throws.
        byte[] exact = new byte[BEFORE + frame.length];
        System.arraycopy(frame, 0, exact, BEFORE, frame.length);
        long[] key = parse(exact, BEFORE, frame.length, wireLengthBytes, expected, shown);
        long[] fromStart = parse(frame, 0, frame.length, wireLengthBytes, expected, shown);
        assertThat(fromStart).as(shown).isEqualTo(key);

        // Other bytes around the frame: a read outside it that does not throw changes the key.
        for (byte canary : new byte[] {0, 0x11, (byte) 0xFF}) {
            byte[] padded = new byte[BEFORE + frame.length + AFTER];
            Arrays.fill(padded, canary);
            System.arraycopy(frame, 0, padded, BEFORE, frame.length);
            byte[] before = padded.clone();
            long[] again = parse(padded, BEFORE, frame.length, wireLengthBytes, expected, shown);
            assertThat(again).as(shown).isEqualTo(key);
            assertThat(Arrays.equals(padded, before))
                    .as("the frame is not written to; " + shown)
                    .isTrue();
        }
        assertKey(key, expected, shown);
    }

    /** The key words, with one untouched word before and one behind them. */
    private static long[] parse(
            byte[] memory, int offset, int lengthBytes, int wireLengthBytes, SlowPacketParser expected, String shown) {
        long[] key = new long[1 + PacketParser.KEY_WORDS + 1];
        Arrays.fill(key, UNTOUCHED);
        int result = PacketParser.parse(memory, offset, lengthBytes, wireLengthBytes, key, 1);
        assertThat(result).as(shown).isEqualTo(expected.result());
        return key;
    }

    private static void assertKey(long[] key, SlowPacketParser expected, String shown) {
        int words = expected.result() == PacketParser.IPV4 ? 2 : expected.result() == PacketParser.IPV6 ? 6 : 0;
        for (int i = 0; i < key.length; i++) {
            if (i < 1 || i > words) {
                assertThat(key[i]).as("word %d; %s", i - 1, shown).isEqualTo(UNTOUCHED);
            }
        }
        if (words == 0) {
            return;
        }
        byte[] source = expected.source();
        byte[] destination = expected.destination();
        if (words == 2) {
            assertThat(FlowKey.ipv4Source(key[1])).as(shown).isEqualTo(Bytes.getIntBe(source, 0));
            assertThat(FlowKey.ipv4Destination(key[1])).as(shown).isEqualTo(Bytes.getIntBe(destination, 0));
        } else {
            byte[] addresses = new byte[32];
            for (int i = 0; i < 4; i++) {
                Bytes.putLong(addresses, 8 * i, key[3 + i]);
            }
            assertThat(Arrays.copyOf(addresses, 16)).as(shown).isEqualTo(source);
            assertThat(Arrays.copyOfRange(addresses, 16, 32)).as(shown).isEqualTo(destination);
        }
        assertThat(FlowKey.isIpv6(key[2])).as(shown).isEqualTo(words == 6);
        assertThat(FlowKey.protocol(key[2])).as(shown).isEqualTo(expected.protocol());
        assertThat(FlowKey.sourcePort(key[2])).as(shown).isEqualTo(expected.sourcePort());
        assertThat(FlowKey.destinationPort(key[2])).as(shown).isEqualTo(expected.destinationPort());
        assertThat(FlowKey.port(key[2])).as("no port yet; " + shown).isEqualTo(-1);
    }
}
