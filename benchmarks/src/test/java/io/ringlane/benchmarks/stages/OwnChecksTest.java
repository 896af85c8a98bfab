package io.ringlane.benchmarks.stages;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.benchmarks.placement.PathProfileBenchmark;
import java.lang.reflect.Field;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each benchmark accepts its own result, and not one that is wrong by one. */
class OwnChecksTest {

    @Test
    void shouldCheckCaps() {
        final CapBenchmark floor = new CapBenchmark();
        floor.bitsPerSecond = 5_000_000_000L;
        floor.setUp();
        shouldSeeThat("nextNs", floor, floor::baselineMaxAndAdd, floor::tearDown, 1);
        final CapBenchmark ours = new CapBenchmark();
        ours.bitsPerSecond = 5_000_000_000L;
        ours.setUp();
        shouldSeeThat("lastNs", ours, ours::admit, ours::tearDown, 2);
        final CapBenchmark slower = new CapBenchmark();
        slower.bitsPerSecond = 5_000_000_000L;
        slower.setUp();
        slower.bitsPerSecond = 4_990_000_000L;
        slower.admit();
        assertThatThrownBy(slower::tearDown).hasMessageContaining("departure");
    }

    @Test
    void shouldCheckHashes() {
        final RssBenchmark rss = new RssBenchmark();
        rss.family = "ipv6";
        rss.setUp();
        shouldSeeThat("product", rss, rss::baselineMultiply, rss::tearDown, 1);
        shift(rss, "expected", 1);
        assertThatThrownBy(rss::bitByBit).hasMessageContaining("wrong hash");
    }

    @Test
    void shouldCheckKeys() {
        for (final String packet : new String[] {"udp4", "tcp4", "udp6"}) {
            final ParseBenchmark parse = new ParseBenchmark();
            parse.packet = packet;
            parse.setUp();
            parse.byteBuffer();
            parse.parse();
            shouldSeeThat("words", parse, parse::baselineReadOnly, parse::tearDown, 1);
            shift(parse, "expectedPorts", 1);
            assertThatThrownBy(parse::byteBuffer).hasMessageContaining("wrong ports");
        }
    }

    @Test
    void shouldSeeAWheelThatIsLate() {
        for (final long jitterNs : new long[] {0, 5000}) {
            final WheelBenchmark wheel = wheel(jitterNs);
            final WheelBenchmark agrona = wheel(jitterNs);
            final WheelBenchmark queue = wheel(jitterNs);
            for (int i = 0; i < 1000; i++) {
                wheel.timingWheel();
                agrona.agronaDeadlineTimerWheel();
                queue.baselineQueue();
            }
            shift(wheel, "nowNs", -3_000); // what comes is due too early, and what waits leaves too late
            assertThatThrownBy(wheel::timingWheel).hasMessageContaining("frames wait");
        }
    }

    private static WheelBenchmark wheel(final long jitterNs) {
        final WheelBenchmark wheel = new WheelBenchmark();
        wheel.jitterNs = jitterNs;
        wheel.setUp();
        return wheel;
    }

    @Test
    void shouldCheckPaths() {
        for (final int way : new int[] {0, 1, 2, 3}) {
            final PathProfileBenchmark paths = new PathProfileBenchmark();
            paths.hosts = 10_000;
            paths.setUp();
            final ThrowingCallable run = switch (way) {
                case 0 -> paths::baselineKnownPlace;
                case 1 -> paths::javaHashMap;
                case 2 -> paths::hostIds;
                default -> paths::instancesWithEnaExpress;
            };
            shouldSeeThat("sumOfLast", paths, run, paths::tearDown, 1);
        }
    }

    private static void shouldSeeThat(
            final String field,
            final Object benchmark,
            final ThrowingCallable run,
            final ThrowingCallable tearDown,
            final long by) {
        assertThatCode(run).doesNotThrowAnyException();
        assertThatCode(run).doesNotThrowAnyException();
        assertThatCode(tearDown).doesNotThrowAnyException();
        assertThatCode(run).doesNotThrowAnyException();
        shift(benchmark, field, by);
        assertThatThrownBy(tearDown).isInstanceOf(IllegalStateException.class);
    }

    private static void shift(final Object benchmark, final String name, final long by) {
        try {
            final Field field = benchmark.getClass().getDeclaredField(name);
            field.setAccessible(true);
            if (field.getType() == int.class) {
                field.setInt(benchmark, (int) (field.getInt(benchmark) + by));
            } else {
                field.setLong(benchmark, field.getLong(benchmark) + by);
            }
        } catch (final ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
