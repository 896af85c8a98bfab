package io.ringlane.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What every ring does. A subclass says which ring. */
abstract class RingContract {
    private static final long EMPTY = RingUnderTest.EMPTY;

    abstract RingUnderTest ring(int capacitySlots);

    @Test
    void shouldBeEmptyWhenNew() {
        final RingUnderTest ring = ring(8);

        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.sizeSlots()).isZero();
        assertThat(ring.capacitySlots()).isEqualTo(8);
        assertThat(ring.pollOrEmpty()).isEqualTo(EMPTY);
        assertThat(ring.poll(new long[4], 0, 4)).isZero();
    }

    @Test
    void shouldKeepOrderAcrossManyLaps() {
        final RingUnderTest ring = ring(4);
        long next = 0;
        for (int lap = 0; lap < 9; lap++) {
            for (int i = 0; i < 3; i++) {
                assertThat(ring.offer(next + i)).isTrue();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(ring.pollOrEmpty()).isEqualTo(next++);
            }
        }
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseWhenFullAndTakeAgainAfterAPoll() {
        final RingUnderTest ring = ring(2);

        assertThat(ring.offer(1)).isTrue();
        assertThat(ring.offer(2)).isTrue();
        assertThat(ring.offer(3)).isFalse();
        assertThat(ring.stage(3)).isFalse();
        assertThat(ring.offer(new long[] {3}, 0, 1)).isZero();
        assertThat(ring.sizeSlots()).isEqualTo(2);
        assertThat(ring.pollOrEmpty()).isEqualTo(1);
        assertThat(ring.offer(3)).isTrue();
        assertThat(ring.pollOrEmpty()).isEqualTo(2);
        assertThat(ring.pollOrEmpty()).isEqualTo(3);
        assertThat(ring.pollOrEmpty()).isEqualTo(EMPTY);
    }

    @Test
    void shouldWorkWithASingleSlot() {
        final RingUnderTest ring = ring(1);
        for (long i = 0; i < 10; i++) {
            assertThat(ring.offer(i)).isTrue();
            assertThat(ring.offer(99)).isFalse();
            assertThat(ring.pollOrEmpty()).isEqualTo(i);
            assertThat(ring.pollOrEmpty()).isEqualTo(EMPTY);
        }
    }

    @Test
    void shouldAcceptTheFirstPartOfABurstThatDoesNotFit() {
        final RingUnderTest ring = ring(4);
        final long[] dst = new long[8];

        assertThat(ring.offer(new long[] {0, 10, 11, 12, 13, 14, 15}, 1, 6)).isEqualTo(4);
        assertThat(ring.poll(dst, 2, 6)).isEqualTo(4);
        assertThat(dst).containsExactly(0, 0, 10, 11, 12, 13, 0, 0);
    }

    @Test
    void shouldPollNoMoreThanTheLimit() {
        final RingUnderTest ring = ring(8);
        ring.offer(new long[] {1, 2, 3, 4, 5}, 0, 5);
        final long[] dst = new long[8];

        assertThat(ring.poll(dst, 0, 0)).isZero();
        assertThat(ring.poll(dst, 0, 2)).isEqualTo(2);
        assertThat(ring.poll(dst, 2, 6)).isEqualTo(3);
        assertThat(dst).containsExactly(1, 2, 3, 4, 5, 0, 0, 0);
    }

    @Test
    void shouldTakeAnEmptyBurst() {
        final RingUnderTest ring = ring(2);

        assertThat(ring.offer(new long[0], 0, 0)).isZero();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void shouldHideStagedDescriptorsUntilPublished() {
        final RingUnderTest ring = ring(4);

        assertThat(ring.stage(1)).isTrue();
        assertThat(ring.stage(2)).isTrue();
        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.sizeSlots()).isZero();
        assertThat(ring.pollOrEmpty()).isEqualTo(EMPTY);
        assertThat(ring.publish()).isEqualTo(2);
        assertThat(ring.publish()).isZero();
        assertThat(ring.sizeSlots()).isEqualTo(2);
        assertThat(ring.pollOrEmpty()).isEqualTo(1);
        assertThat(ring.pollOrEmpty()).isEqualTo(2);
    }

    @Test
    void shouldPublishStagedDescriptorsWithTheNextOffer() {
        final RingUnderTest ring = ring(8);
        final long[] dst = new long[8];

        ring.stage(1);
        ring.offer(2);
        ring.stage(3);
        ring.offer(new long[] {4, 5}, 0, 2);

        assertThat(ring.publish()).isZero();
        assertThat(ring.poll(dst, 0, 8)).isEqualTo(5);
        assertThat(dst).startsWith(1, 2, 3, 4, 5);
    }

    @Test
    void shouldCountStagedDescriptorsAgainstTheCapacity() {
        final RingUnderTest ring = ring(2);

        assertThat(ring.stage(1)).isTrue();
        assertThat(ring.stage(2)).isTrue();
        assertThat(ring.stage(3)).isFalse();
        assertThat(ring.offer(3)).isFalse();
        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.publish()).isEqualTo(2);
        assertThat(ring.pollOrEmpty()).isEqualTo(1);
        assertThat(ring.pollOrEmpty()).isEqualTo(2);
    }

    @Test
    void shouldNameTheNearestPowerOfTwo() {
        assertCapacityRefused(0, 1);
        assertCapacityRefused(-7, 1);
        assertCapacityRefused(3, 4);
        assertCapacityRefused(100, 128);
        assertCapacityRefused(1025, 1024);
        assertCapacityRefused(Integer.MIN_VALUE, 1);
        assertCapacityRefused(Integer.MAX_VALUE, 1 << 30);
    }

    private void assertCapacityRefused(final int capacitySlots, final int nearest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ring(capacitySlots))
                .withMessageContaining("capacitySlots")
                .withMessageContaining("is " + capacitySlots + ";")
                .withMessageEndingWith("the nearest is " + nearest);
    }

    /** Each element of the script is one operation; jqwik prints the seed and the shortest script that fails. */
    @Property(tries = 500)
    void shouldBehaveLikeADeque(
            @ForAll @IntRange(min = 0, max = 4) final int capacityLog2,
            @ForAll @Size(max = 200) final List<@IntRange(min = 0, max = 119) Integer> script) {
        final RingUnderTest ring = ring(1 << capacityLog2);
        final ArrayDeque<Long> staged = new ArrayDeque<>();
        final ArrayDeque<Long> published = new ArrayDeque<>();
        final int capacity = ring.capacitySlots();
        long next = 0;
        for (final int step : script) {
            final int argument = step / 6; // 0 to 19: bursts below, at and above every capacity
            final int room = capacity - staged.size() - published.size();
            switch (step % 6) {
                case 0 -> {
                    assertThat(ring.offer(next)).isEqualTo(room > 0);
                    if (room > 0) {
                        staged.add(next++);
                        publishAll(staged, published);
                    }
                }
                case 1 -> {
                    final long[] src = new long[argument + 1];
                    for (int i = 0; i < argument; i++) {
                        src[i + 1] = next + i;
                    }
                    final int accepted = ring.offer(src, 1, argument);
                    assertThat(accepted).isEqualTo(Math.min(argument, room));
                    for (int i = 0; i < accepted; i++) {
                        staged.add(next++);
                    }
                    if (accepted > 0) {
                        publishAll(staged, published);
                    }
                }
                case 2 -> {
                    assertThat(ring.stage(next)).isEqualTo(room > 0);
                    if (room > 0) {
                        staged.add(next++);
                    }
                }
                case 3 -> {
                    assertThat(ring.publish()).isEqualTo(staged.size());
                    publishAll(staged, published);
                }
                case 4 -> {
                    final Long expected = published.poll();
                    assertThat(ring.pollOrEmpty()).isEqualTo(expected == null ? EMPTY : expected);
                }
                default -> {
                    final long[] dst = new long[argument + 1];
                    final int taken = ring.poll(dst, 1, argument);
                    assertThat(taken).isEqualTo(Math.min(argument, published.size()));
                    for (int i = 0; i < taken; i++) {
                        assertThat(dst[1 + i]).isEqualTo(published.remove());
                    }
                }
            }
            assertThat(ring.sizeSlots()).isEqualTo(published.size());
            assertThat(ring.isEmpty()).isEqualTo(published.isEmpty());
        }
    }

    private static void publishAll(final ArrayDeque<Long> staged, final ArrayDeque<Long> published) {
        published.addAll(staged);
        staged.clear();
    }

    @Test
    void shouldKeepOrderBetweenTwoThreadsOneByOne() throws InterruptedException {
        runBetweenTwoThreads(ring(64), 500_000, 1, 1);
    }

    @Test
    void shouldKeepOrderBetweenTwoThreadsInBursts() throws InterruptedException {
        runBetweenTwoThreads(ring(64), 1_000_000, 32, 32);
    }

    @Test
    void shouldKeepOrderBetweenTwoThreadsInUnevenBurstsThroughASmallRing() throws InterruptedException {
        runBetweenTwoThreads(ring(4), 300_000, 7, 3);
    }

    /**
     * Sends 0, 1, 2 ... in bursts of random size, one in four of them staged one by one, and checks every one on the
     * other side.
     */
    private static void runBetweenTwoThreads(
            final RingUnderTest ring, final long total, final int maxOffered, final int maxPolled)
            throws InterruptedException {
        final long seed = System.nanoTime();
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread producer = new Thread(
                () -> {
                    final Random random = new Random(seed);
                    final long[] src = new long[maxOffered];
                    long next = 0;
                    while (next < total && failure.get() == null && System.nanoTime() - deadlineNs < 0) {
                        final int count = (int) Math.min(1 + random.nextInt(maxOffered), total - next);
                        int sent = 0;
                        if (random.nextInt(4) == 0) {
                            while (sent < count && ring.stage(next + sent)) {
                                sent++;
                            }
                            ring.publish();
                        } else if (count == 1) {
                            sent = ring.offer(next) ? 1 : 0;
                        } else {
                            for (int i = 0; i < count; i++) {
                                src[i] = next + i;
                            }
                            sent = ring.offer(src, 0, count);
                        }
                        next += sent;
                        if (sent == 0) {
                            Thread.yield();
                        }
                    }
                },
                "producer");
        producer.setUncaughtExceptionHandler((thread, thrown) -> failure.compareAndSet(null, thrown));
        producer.start();

        final Random random = new Random(~seed);
        final long[] dst = new long[maxPolled];
        long expected = 0;
        try {
            while (expected < total && failure.get() == null) {
                final int limit = 1 + random.nextInt(maxPolled);
                final int taken;
                if (limit == 1) {
                    dst[0] = ring.pollOrEmpty();
                    taken = dst[0] == EMPTY ? 0 : 1;
                } else {
                    taken = ring.poll(dst, 0, limit);
                }
                for (int i = 0; i < taken; i++) {
                    if (dst[i] != expected) {
                        throw new AssertionError("seed " + seed + ": expected " + expected + ", but got " + dst[i]);
                    }
                    expected++;
                }
                if (taken == 0) {
                    if (System.nanoTime() - deadlineNs > 0) {
                        throw new AssertionError("seed " + seed + ": only " + expected + " of " + total + " in 60 s");
                    }
                    Thread.yield();
                }
            }
        } catch (final AssertionError e) {
            failure.compareAndSet(null, e);
        }
        producer.join();

        assertThat(failure.get()).as("seed %d", seed).isNull();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void shouldAllocateNothingAcrossAMillionOperations() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final RingUnderTest ring = ring(64);
        final long[] burst = new long[32];
        moveAMillion(ring, burst); // links call sites and compiles, which allocates

        long leastBytes = Long.MAX_VALUE; // a late link in one attempt is not the ring's
        for (int attempt = 0; attempt < 5 && leastBytes != 0; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            moveAMillion(ring, burst);
            leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(leastBytes).isZero();
    }

    private static void moveAMillion(final RingUnderTest ring, final long[] burst) {
        long moved = 0;
        while (moved < 1_000_000) {
            ring.offer(moved);
            ring.stage(moved);
            ring.publish();
            moved += ring.offer(burst, 0, burst.length) + 2;
            ring.pollOrEmpty();
            ring.pollOrEmpty();
            while (ring.poll(burst, 0, burst.length) != 0) {
                continue;
            }
        }
    }
}
