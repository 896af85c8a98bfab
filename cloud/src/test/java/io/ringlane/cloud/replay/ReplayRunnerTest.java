package io.ringlane.cloud.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.core.capture.CaptureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReplayRunnerTest {

    private static final Path SHIPPED = Path.of("..", "scenarios", "captures");
    private static final Path HOSTILE = Path.of(
            System.getProperty(
                    "ringlane.captures",
                    Path.of("..", "..", "shared", "captures").toString()),
            "hostile");

    @TempDir
    Path folder;

    @Test
    void shouldDeliverARealCaptureWithItsTimingAndSayWhatHappenedToEachFrame() throws IOException {
        final Path arrived = folder.resolve("arrived.pcapng");
        final RunResult result = replay(SHIPPED.resolve("redis-short.pcap"), 0, arrived);

        assertThat(result.packets().sent()).isPositive();
        assertThat(result.packets().delivered()).isEqualTo(result.packets().sent());
        assertThat(result.flows()).hasSizeGreaterThan(1);
        try (CaptureReader before = CaptureReader.open(SHIPPED.resolve("redis-short.pcap"));
                CaptureReader after = CaptureReader.open(arrived)) {
            long packets = 0;
            while (after.next()) {
                assertThat(before.next()).isTrue();
                assertThat(after.timestampNs()).isGreaterThan(before.timestampNs());
                assertThat(after.comment()).contains("same ").contains("delay");
                packets++;
            }
            assertThat(packets).isEqualTo(result.packets().delivered());
        }
    }

    @Test
    void shouldCountAMulticastAsDroppedSinceItGoesNowhere() throws IOException {
        final RunResult result = replay(SHIPPED.resolve("dns-ping-arp.pcap"), 0, null);

        assertThat(result.packets().dropped()).isPositive();
        assertThat(result.packets().sent())
                .isEqualTo(result.packets().delivered() + result.packets().dropped());
        assertThat(result.flows()).anySatisfy(flow -> assertThat(flow.drops()).containsKey("unknown_mac"));
    }

    @Test
    void shouldReplayAtAnotherRate() throws IOException {
        final RunResult slow = replay(SHIPPED.resolve("redis-short.pcap"), 1_000_000, null);

        assertThat(slow.durationNs()).isGreaterThan(100_000_000L);
        assertThat(slow.packets().delivered()).isEqualTo(slow.packets().sent());
    }

    @Test
    void shouldRefuseWhatIsNoCaptureInOneLine() throws IOException {
        final Path file = Files.writeString(folder.resolve("note.txt"), "this is no capture, though it is long enough");

        assertThatThrownBy(() -> replay(file, 0, null))
                .isInstanceOf(RunException.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldSayWhereACaptureBreaksOffAndReplayWhatIsWhole() throws IOException {
        final byte[] whole = Files.readAllBytes(SHIPPED.resolve("redis-short.pcap"));
        final Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, 9_000));
        final List<String> warnings = new ArrayList<>();

        final RunResult result = new ReplayRunner()
                .replay(new ReplayOptions(cut, 0, 0, null, "virtual", 0, 42, 1), new RunObserver() {
                    @Override
                    public void onWarning(final String message) {
                        warnings.add(message);
                    }
                });

        assertThat(warnings).singleElement().asString().contains("cut.pcap", "is cut off at byte 9000");
        assertThat(result.packets().delivered()).isPositive();
    }

    /** Every hostile capture ends with counted packets or with one clear line; none crashes, hangs or leaks a frame. */
    @Test
    @Timeout(300)
    void shouldSurviveEveryHostileCapture() throws IOException {
        if (!Files.isDirectory(HOSTILE)) {
            System.err.println("NOT RUN: the hostile captures are not at " + HOSTILE
                    + "; name their parent folder with -Dringlane.captures=...");
        }
        Assumptions.assumeTrue(Files.isDirectory(HOSTILE), "NOT RUN: no hostile captures at " + HOSTILE);
        final List<Path> files;
        try (Stream<Path> found = Files.list(HOSTILE)) {
            files = found.filter(file -> file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .contains(".pcap"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        int replayed = 0;
        for (final Path file : files) {
            try {
                final RunResult result = replay(file, 0, null);
                assertThat(result.packets().inFlight()).as("%s", file).isZero();
                replayed++;
            } catch (final RunException e) {
                assertThat(e.getMessage()).as("%s", file).isNotBlank().doesNotContain("\n");
            }
        }
        assertThat(replayed).isPositive();
    }

    private static RunResult replay(final Path capture, final long bitsPerSecond, final Path out) throws IOException {
        return new ReplayRunner()
                .replay(new ReplayOptions(capture, bitsPerSecond, 0, out, "virtual", 0, 42, 1), RunObserver.NONE);
    }
}
