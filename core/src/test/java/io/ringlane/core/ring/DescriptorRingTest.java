package io.ringlane.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class DescriptorRingTest extends RingContract {
    @Override
    RingUnderTest ring(final int capacitySlots) {
        return RingUnderTest.of(new DescriptorRing(capacitySlots));
    }

    @Test
    void shouldCarryAnyBits() {
        final DescriptorRing ring = new DescriptorRing(4);
        final long[] src = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
        final long[] dst = new long[4];

        assertThat(ring.offer(src, 0, 4)).isEqualTo(4);
        assertThat(ring.poll(dst, 0, 4)).isEqualTo(4);
        assertThat(dst).isEqualTo(src);
    }

    @Test
    void shouldChangeNothingWhenABurstLeavesTheArray() {
        final DescriptorRing ring = new DescriptorRing(8);
        final long[] three = new long[3];
        ring.offer(7);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(three, 1, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(three, 0, -1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(three, -1, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.poll(three, 1, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.poll(three, 0, -1));
        assertThat(ring.sizeSlots()).isOne();
        assertThat(ring.pollOr(0)).isEqualTo(7);
        assertThat(ring.isEmpty()).isTrue();
    }

    /** Bursts of every length from every place of the ring, at every fill. */
    @Test
    void shouldStageEveryBurstAtEveryWrapWithoutTouchingWhatWaits() {
        final int capacity = 16;
        for (int at = 0; at < capacity; at++) {
            for (int waiting = 0; waiting <= capacity; waiting++) {
                for (int staged = 0; waiting + staged <= capacity; staged++) {
                    for (int count = 0; count <= capacity + 1; count++) {
                        checkStage(capacity, at, waiting, staged, count);
                    }
                }
            }
        }
    }

    private static void checkStage(
            final int capacity, final int at, final int waiting, final int staged, final int count) {
        final String setting = "at " + at + ": " + waiting + " waiting, " + staged + " staged, " + count + " more";
        final DescriptorRing ring = new DescriptorRing(capacity);
        final long[] laps = new long[capacity];
        assertThat(ring.offer(laps, 0, at)).isEqualTo(at);
        assertThat(ring.poll(laps, 0, at)).isEqualTo(at);
        final long[] src = new long[capacity * 3];
        Arrays.setAll(src, i -> 1_000 + i);
        final int room = Math.min(count, capacity - waiting - staged);

        assertThat(ring.offer(src, 0, waiting)).isEqualTo(waiting);
        assertThat(ring.stage(src, waiting, staged)).isEqualTo(staged);
        assertThat(ring.room(count)).as(setting).isEqualTo(room);
        assertThat(ring.stage(src, waiting + staged, count)).as(setting).isEqualTo(room);

        assertThat(ring.sizeSlots()).as("%s: visible before", setting).isEqualTo(waiting);
        final long[] dst = new long[capacity + 2];
        final int first = waiting / 2; // part of what waits is taken while the rest is still staged
        assertThat(ring.poll(dst, 0, first)).as(setting).isEqualTo(first);
        assertThat(ring.publish()).as(setting).isEqualTo(staged + room);
        assertThat(ring.poll(dst, first, capacity - first)).as(setting).isEqualTo(waiting + staged + room - first);
        assertThat(Arrays.copyOf(dst, waiting + staged + room))
                .as(setting)
                .isEqualTo(Arrays.copyOf(src, waiting + staged + room));
        assertThat(Arrays.copyOfRange(dst, capacity, dst.length))
                .as("%s: beyond the limit of the poll", setting)
                .containsOnly(0);
        assertThat(ring.isEmpty()).as(setting).isTrue();
    }

    @Test
    void shouldPollNothingBeyondTheLimitWhateverWaits() {
        for (int waiting = 0; waiting <= 8; waiting++) {
            for (int limit = 0; limit <= 8; limit++) {
                final DescriptorRing ring = new DescriptorRing(8);
                final long[] dst = new long[8 + 8];
                Arrays.fill(dst, -1);
                ring.offer(new long[8], 0, waiting);

                assertThat(ring.poll(dst, 4, limit)).isEqualTo(Math.min(waiting, limit));

                assertThat(Arrays.copyOf(dst, 4)).containsOnly(-1);
                assertThat(Arrays.copyOfRange(dst, 4 + limit, dst.length)).containsOnly(-1);
            }
        }
    }

    /** Beside the contract, which knows no staged bursts: these, and the room, mixed with everything else. */
    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void shouldBehaveLikeADequeWithStagedBursts(@ForAll final long seed) {
        final Random random = new Random(seed);
        final DescriptorRing ring = new DescriptorRing(1 << random.nextInt(7));
        final ArrayDeque<Long> staged = new ArrayDeque<>();
        final ArrayDeque<Long> published = new ArrayDeque<>();
        final long[] burst = new long[80];
        long next = 0;
        for (int step = 0; step < 200; step++) {
            final int count = random.nextInt(random.nextBoolean() ? 6 : 70);
            final int room = Math.min(count, ring.capacitySlots() - staged.size() - published.size());
            switch (random.nextInt(4)) {
                case 0 -> {
                    for (int i = 0; i < burst.length; i++) {
                        burst[i] = next - 5 + i; // what lies around the burst would be noticed
                    }
                    assertThat(ring.room(count)).isEqualTo(room);
                    assertThat(ring.stage(burst, 5, count)).isEqualTo(room);
                    for (int i = 0; i < room; i++) {
                        staged.add(next++);
                    }
                }
                case 1 -> {
                    assertThat(ring.stage(next)).isEqualTo(ring.capacitySlots() > staged.size() + published.size());
                    if (ring.capacitySlots() > staged.size() + published.size()) {
                        staged.add(next++);
                    }
                }
                case 2 -> {
                    assertThat(ring.publish()).isEqualTo(staged.size());
                    published.addAll(staged);
                    staged.clear();
                }
                default -> {
                    final int taken = ring.poll(burst, 0, count);
                    assertThat(taken).isEqualTo(Math.min(count, published.size()));
                    for (int i = 0; i < taken; i++) {
                        assertThat(burst[i]).isEqualTo(published.remove());
                    }
                }
            }
            assertThat(ring.sizeSlots()).isEqualTo(published.size());
        }
    }
}
