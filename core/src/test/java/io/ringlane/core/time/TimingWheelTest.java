package io.ringlane.core.time;

import static io.ringlane.core.frame.FrameLayout.DUE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.NO_FRAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel beside a priority queue: exact order of due times, first in first out for equal ones. */
class TimingWheelTest {

    private static final int FRAMES = 512;

    private final FrameRegion region = new FrameRegion(60);

    /** The obvious wheel. */
    private static final class Model {

        private record Entry(int frame, long dueNs, long sequence) {}

        private final PriorityQueue<Entry> entries =
                new PriorityQueue<>(Comparator.comparingLong(Entry::dueNs).thenComparingLong(Entry::sequence));
        private long presentNs;
        private long sequence;

        Model(final long startNs) {
            presentNs = startNs;
        }

        void schedule(final int frame, final long dueNs) {
            entries.add(new Entry(frame, Math.max(dueNs, presentNs), sequence++));
        }

        int poll(final long nowNs) {
            final Entry first = entries.peek();
            if (first == null || first.dueNs > nowNs) {
                presentNs = Math.max(presentNs, nowNs);
                return NO_FRAME;
            }
            presentNs = first.dueNs;
            return entries.remove().frame;
        }

        long firstDueNs() {
            return entries.isEmpty() ? TimingWheel.NOTHING_DUE : entries.peek().dueNs;
        }
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void shouldDoWhatAPriorityQueueDoes(@ForAll final long seed) {
        final Random random = new Random(seed);
        final int first = region.allocatedFrames() == 0 ? region.allocate(FRAMES) : 0;
        final long startNs = random.nextBoolean() ? 0 : random.nextLong() >>> 9;
        final TimingWheel wheel = new TimingWheel(region, startNs);
        final Model model = new Model(startNs);
        final ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < FRAMES; i++) {
            free.add(first + i);
        }
        final int reach = 1 + random.nextInt(40); // bits a due time lies ahead at most
        long nowNs = startNs;
        for (int step = 0; step < 1_000; step++) {
            if (random.nextInt(3) > 0 && !free.isEmpty()) {
                final long dueNs = dueNs(random, wheel.presentNs(), reach);
                final int frame = free.poll();
                wheel.schedule(frame, dueNs);
                model.schedule(frame, dueNs);
            } else {
                nowNs += random.nextInt(4) == 0 ? 0 : random.nextLong() >>> 64 - 1 - random.nextInt(reach);
                nowNs = random.nextInt(4) == 0 && wheel.nextNs() != TimingWheel.NOTHING_DUE
                        ? Math.max(nowNs, wheel.nextNs())
                        : nowNs;
                for (int limit = random.nextInt(FRAMES); limit >= 0; limit--) {
                    final int expected = model.poll(nowNs);
                    final int frame = wheel.poll(nowNs);
                    assertThat(frame).isEqualTo(expected);
                    assertThat(wheel.presentNs()).isEqualTo(model.presentNs);
                    if (frame == NO_FRAME) {
                        break;
                    }
                    assertThat(Bytes.getLong(region.memory(frame), region.metadata(frame) + DUE_OFFSET))
                            .isEqualTo(model.presentNs);
                    free.add(frame);
                }
            }
            assertThat(wheel.size()).isEqualTo(model.entries.size());
            checkNext(wheel, model);
        }
        for (int expected = model.poll(Long.MAX_VALUE); expected != NO_FRAME; expected = model.poll(Long.MAX_VALUE)) {
            assertThat(wheel.poll(Long.MAX_VALUE)).isEqualTo(expected);
        }
        assertThat(wheel.poll(Long.MAX_VALUE)).isEqualTo(NO_FRAME);
        assertThat(wheel.size()).isZero();
    }

    private static long dueNs(final Random random, final long presentNs, final int reach) {
        return switch (random.nextInt(5)) {
            case 0 -> presentNs - random.nextInt(1_000); // late
            case 1 -> presentNs + random.nextInt(3); // ties
            case 2 -> { // about the border of a level
                final int shift = 8 * random.nextInt(5);
                yield (presentNs >>> shift) + 1 + random.nextInt(2) << shift | random.nextInt(3);
            }
            case 3 -> ((presentNs >>> 8) + random.nextInt(3) << 8) - 1 + random.nextInt(3);
            default -> presentNs + (random.nextLong() >>> 64 - reach);
        };
    }

    private static void checkNext(final TimingWheel wheel, final Model model) {
        final long dueNs = model.firstDueNs();
        final long nextNs = wheel.nextNs();
        if (dueNs == TimingWheel.NOTHING_DUE) {
            assertThat(nextNs).isEqualTo(TimingWheel.NOTHING_DUE);
        } else {
            assertThat(nextNs).isBetween(wheel.presentNs(), dueNs);
            if ((dueNs ^ wheel.presentNs()) < 256) {
                assertThat(nextNs).isEqualTo(dueNs);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 255, 256, 257, 65_535, 65_536, 1L << 24, (1L << 40) + 1, (1L << 56) - 1})
    void shouldReachAFrameByJumpingToNextNs(final long dueNs) {
        final TimingWheel wheel = wheel(1);
        wheel.schedule(0, dueNs);

        int jumps = 0;
        int frame = wheel.poll(0);
        while (frame == NO_FRAME) {
            assertThat(wheel.nextNs()).as("progress").isGreaterThan(wheel.presentNs());
            frame = wheel.poll(wheel.nextNs());
            assertThat(++jumps).as("a jump a level").isLessThanOrEqualTo(7);
        }

        assertThat(frame).isZero();
        assertThat(wheel.presentNs()).isEqualTo(dueNs);
        assertThat(wheel.nextNs()).isEqualTo(TimingWheel.NOTHING_DUE);
    }

    @Test
    void shouldKeepOrderOfEqualTimesAcrossLevels() {
        final TimingWheel wheel = wheel(4);
        wheel.schedule(0, 70_000);
        wheel.poll(65_000);
        wheel.schedule(1, 70_000);
        wheel.poll(69_900);
        wheel.schedule(2, 70_000);
        wheel.poll(69_999);
        wheel.schedule(3, 70_000);

        for (int frame = 0; frame < 4; frame++) {
            assertThat(wheel.poll(70_000)).isEqualTo(frame);
        }
    }

    @Test
    void shouldTreatALateFrameAsDueNow() {
        final TimingWheel wheel = wheel(2);
        wheel.poll(1_000);
        wheel.schedule(0, 10);
        wheel.schedule(1, 1_000);

        assertThat(wheel.nextNs()).isEqualTo(1_000);
        assertThat(wheel.poll(999)).as("a clock that lags behind the wheel").isEqualTo(NO_FRAME);
        assertThat(wheel.poll(1_000)).isZero();
        assertThat(wheel.poll(1_000)).isEqualTo(1);
    }

    @Test
    void shouldNotGoBackWhenAClockLags() {
        final TimingWheel wheel = wheel(3);
        wheel.poll(1_000);
        wheel.schedule(1, 3_000);
        assertThat(wheel.poll(2_000)).isEqualTo(NO_FRAME);
        assertThat(wheel.poll(1_500)).isEqualTo(NO_FRAME);
        assertThat(wheel.presentNs()).isEqualTo(2_000);
        wheel.schedule(2, 1_600);
        assertThat(wheel.poll(1_999)).as("late, but not before the present").isEqualTo(NO_FRAME);
        assertThat(wheel.poll(2_000)).isEqualTo(2);
        assertThat(wheel.poll(3_000)).isEqualTo(1);
    }

    @Test
    void shouldExpireAtExactTimesHoweverLateThePollIs() {
        final TimingWheel wheel = wheel(2);
        wheel.schedule(0, 300);
        assertThat(wheel.poll(1_000_000)).isZero();
        assertThat(wheel.presentNs()).isEqualTo(300);
        wheel.schedule(0, wheel.presentNs() + 25_000); // resumes from its own time, not from the poll's
        wheel.schedule(1, 400);

        assertThat(wheel.poll(1_000_000)).isEqualTo(1);
        assertThat(wheel.poll(1_000_000)).isZero();
        assertThat(wheel.presentNs()).isEqualTo(25_300);
        assertThat(wheel.poll(1_000_000)).isEqualTo(NO_FRAME);
        assertThat(wheel.presentNs()).isEqualTo(1_000_000);
    }

    @Test
    void shouldRefuseATimeBeyondItsReach() {
        final TimingWheel wheel = wheel(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> wheel.schedule(0, 1L << 56))
                .withMessage("due time 72057594037927936 ns is beyond the wheel's 72057594037927935 ns");
        assertThat(wheel.size()).isZero();
        assertThat(wheel.poll(Long.MAX_VALUE)).isEqualTo(NO_FRAME);
    }

    private TimingWheel wheel(final int frames) {
        region.allocate(frames);
        return new TimingWheel(region, 0);
    }
}
