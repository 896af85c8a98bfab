package io.ringlane.cloud.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.core.capture.CaptureReader;
import io.ringlane.core.capture.CaptureWriter;
import io.ringlane.core.packet.FrameBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

    private final List<String> warnings = new ArrayList<>();

    @Test
    void shouldDeliverARealCaptureWithItsTimingAndSayWhatHappenedToEachFrame() throws IOException {
        final Path arrived = folder.resolve("arrived.pcapng");
        final RunResult result = replay(SHIPPED.resolve("redis-short.pcap"), 0, arrived);

        assertThat(result.packets().sent()).isPositive();
        assertThat(result.packets().delivered()).isEqualTo(result.packets().sent());
        assertThat(result.flows()).hasSizeGreaterThan(1);
        assertThat(result.flows())
                .as("largest first")
                .extracting(FlowResult::packetsSent)
                .isSortedAccordingTo(Comparator.reverseOrder());
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
        final RunResult result = replay(SHIPPED.resolve("dns-and-icmpv6.pcap"), 0, null);

        assertThat(result.packets().dropped()).isPositive();
        assertThat(result.packets().sent())
                .isEqualTo(result.packets().delivered() + result.packets().dropped());
        assertThat(result.flows()).anySatisfy(flow -> assertThat(flow.drops()).containsOnlyKeys("group_address"));
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
    void shouldSayThatACaptureHoldsNoPackets() throws IOException {
        final byte[] whole = Files.readAllBytes(SHIPPED.resolve("redis-short.pcap"));
        final Path empty = Files.write(folder.resolve("empty.pcap"), Arrays.copyOf(whole, 24));

        final RunResult result = replayNotingWarnings(empty);

        assertThat(warnings).singleElement().asString().contains("empty.pcap: holds no packets");
        assertThat(result.flows()).isEmpty();
        assertThat(result.packets().sent()).isZero();
    }

    @Test
    void shouldWriteIpv6AddressesAsRfc5952DoesAndInBracketsWherePortsFollow() throws IOException {
        final Path capture = folder.resolve("ipv6.pcapng");
        final byte[] frame = new byte[80];
        new FrameBuilder()
                .macs(0x02_00_00_00_00_01L, 0x02_00_00_00_00_02L)
                .ipv6(0x20010db800000000L, 1, 0x20010db800000000L, 0x0001_0000_0000_00abL)
                .udp(5_000, 53)
                .write(frame, 0, frame.length);
        try (CaptureWriter out = CaptureWriter.create(capture)) {
            out.write(out.addInterface("eth0"), 0, frame, 0, frame.length, frame.length, null);
        }

        assertThat(replay(capture, 0, null).flows())
                .extracting(FlowResult::name)
                .containsExactly("[2001:db8::1]:5000 > [2001:db8::1:0:0:ab]:53");
        assertThat(replay(SHIPPED.resolve("dns-and-icmpv6.pcap"), 0, null).flows())
                .extracting(FlowResult::name)
                .anyMatch(name -> name.matches("fe80::f08f:[0-9a-f:]+ > ff02::2 icmp6"));
    }

    @Test
    void shouldKeepTheLengthOnTheWireOfAFrameThatWasCapturedInPart() throws IOException {
        final Path cut = folder.resolve("snap.pcapng");
        final Path arrived = folder.resolve("arrived.pcapng");
        try (CaptureReader in = CaptureReader.open(SHIPPED.resolve("redis-short.pcap"));
                CaptureWriter out = CaptureWriter.create(cut)) {
            final int eth0 = out.addInterface("eth0");
            while (in.next()) {
                final int captured = Math.min(60, in.capturedBytes());
                out.write(eth0, in.timestampNs(), in.data(), 0, captured, in.originalBytes(), null);
            }
        }

        final RunResult result = replay(cut, 0, arrived);

        assertThat(result.packets().delivered()).isEqualTo(300);
        assertThat(lengths(arrived))
                .containsExactlyInAnyOrderElementsOf(lengths(cut)) // flows overtake one another
                .contains("60 of 66", "60 of 111");
    }

    private static List<String> lengths(final Path capture) throws IOException {
        final List<String> lengths = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            while (reader.next()) {
                lengths.add(reader.capturedBytes() + " of " + reader.originalBytes());
            }
        }
        return lengths;
    }

    @Test
    void shouldSayInTheFileHowLongAPacketWaitedAtWhichCap() throws IOException {
        final Path arrived = folder.resolve("arrived.pcapng");

        replay(SHIPPED.resolve("redis-short.pcap"), 20_000_000_000L, arrived);

        final List<String> comments = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(arrived)) {
            while (reader.next()) {
                comments.add(reader.comment());
            }
        }
        assertThat(comments)
                .anyMatch(comment ->
                        comment.matches("same [a-z ]+; waited \\d+\\.\\d{3} us at the flow cap; delay [0-9.]+ us"))
                .anyMatch(comment -> comment.matches("same [a-z ]+; waited at no cap; delay [0-9.]+ us"));
    }

    @Test
    void shouldReplayAgainstTheWallClockByTheRulesOfARun() throws IOException {
        final RunResult result = new ReplayRunner()
                .replay(
                        new ReplayOptions(SHIPPED.resolve("redis-short.pcap"), 0, 0, null, "real", 0, 42, 1),
                        RunObserver.NONE);

        if (result.voidReason()
                == null) { // else the machine was too busy for the load generator, whose rules these are
            assertThat(result.packets()).isEqualTo(new RunResult.PacketTotals(300, 300, 0, 0));
        }
        assertThat(result.packets().sent())
                .isEqualTo(result.packets().delivered()
                        + result.packets().dropped()
                        + result.packets().inFlight());
        if (Runtime.getRuntime().availableProcessors() > 2) {
            assertThat(result.machine().longestGapNs()).containsOnlyKeys("thread of the instances", "worker 0");
        } else {
            assertThat(result.machine().longestGapNs()).containsOnlyKeys("thread of instances and workers");
        }
    }

    @Test
    void shouldSayWhereACaptureBreaksOffAndReplayWhatIsWhole() throws IOException {
        final byte[] whole = Files.readAllBytes(SHIPPED.resolve("redis-short.pcap"));
        final Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, 9_000));

        final RunResult result = replayNotingWarnings(cut);

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

    private RunResult replayNotingWarnings(final Path capture) throws IOException {
        return new ReplayRunner()
                .replay(new ReplayOptions(capture, 0, 0, null, "virtual", 0, 42, 1), new RunObserver() {
                    @Override
                    public void onWarning(final String message) {
                        warnings.add(message);
                    }
                });
    }

    private static RunResult replay(final Path capture, final long bitsPerSecond, final Path out) throws IOException {
        return new ReplayRunner()
                .replay(new ReplayOptions(capture, bitsPerSecond, 0, out, "virtual", 0, 42, 1), RunObserver.NONE);
    }
}
