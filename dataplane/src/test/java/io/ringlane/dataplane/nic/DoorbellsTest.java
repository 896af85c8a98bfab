package io.ringlane.dataplane.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was rung is taken once, whichever word it lies in. */
class DoorbellsTest {

    private static final int CAPACITY = 1 << 16;

    private static Doorbells inUse() {
        final Doorbells bells = new Doorbells(CAPACITY);
        bells.use(CAPACITY);
        return bells;
    }

    /** As a worker takes them; returns how many. */
    private static int take(final Doorbells bells, final int[] taken, final int offset) {
        int count = offset;
        for (int group = 0; group < bells.groupCount(); group++) {
            for (long words = bells.takeGroup(group); words != 0; words &= words - 1) {
                final int word = group * 64 + Long.numberOfTrailingZeros(words);
                for (long left = bells.take(word); left != 0; left &= left - 1) {
                    taken[count++] = word * 64 + Long.numberOfTrailingZeros(left);
                }
            }
        }
        return count - offset;
    }

    @Test
    void shouldTakeEachBellOnce() {
        final Doorbells bells = inUse();
        final int[] rung = {0, 63, 64, 4095, 4096, 10_000, CAPACITY - 1};
        for (final int bell : rung) {
            bells.ring(bell);
            bells.ring(bell);
        }
        final int[] taken = new int[rung.length + 2];
        assertThat(take(bells, taken, 2)).isEqualTo(rung.length);
        assertThat(Arrays.copyOfRange(taken, 2, taken.length)).containsExactlyInAnyOrder(rung);
        assertThat(take(bells, taken, 0)).isZero();
    }

    @Test
    void shouldTakeWhatRandomSendersRing() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final Doorbells bells = inUse();
        final BitSet model = new BitSet();
        final int[] taken = new int[CAPACITY];
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(16) != 0) {
                final int bell = random.nextInt(CAPACITY);
                bells.ring(bell);
                model.set(bell);
            } else {
                final int count = take(bells, taken, 0);
                assertThat(Arrays.stream(taken, 0, count).sorted().toArray())
                        .as("bells taken, seed %d", seed)
                        .isEqualTo(model.stream().toArray());
                model.clear();
            }
        }
    }

    /**
     * The sender rings again only once its bell was taken, as a queue's bell is armed again. What was rung before a look at all bells
     * began is taken by the end of it, so that a bell lost is found by the next look, and not by waiting for it.
     */
    @Test
    void shouldLoseNoBellOfTwoThatShareAWord() throws InterruptedException {
        final Doorbells bells = inUse();
        final AtomicInteger[] rung = {new AtomicInteger(), new AtomicInteger()};
        final AtomicInteger[] seen = {new AtomicInteger(), new AtomicInteger()};
        final int rounds = 20_000;
        final Thread[] senders = new Thread[2];
        for (int i = 0; i < senders.length; i++) {
            final int bell = i;
            senders[i] = new Thread(() -> {
                for (int round = 0; round < rounds; round++) {
                    bells.ring(bell);
                    rung[bell].set(round + 1);
                    while (seen[bell].get() == round) {
                        Thread.yield(); // whoever is to take it may want this core
                    }
                }
            });
            senders[i].setDaemon(true);
            senders[i].start();
        }
        final int[] taken = new int[2];
        while (seen[0].get() < rounds || seen[1].get() < rounds) {
            final int[] before = {rung[0].get(), rung[1].get()};
            final int count = take(bells, taken, 0);
            for (int i = 0; i < count; i++) {
                seen[taken[i]].incrementAndGet();
            }
            for (int bell = 0; bell < before.length; bell++) {
                assertThat(seen[bell].get()).as("taken of bell %d", bell).isGreaterThanOrEqualTo(before[bell]);
            }
            if (count == 0) {
                Thread.yield();
            }
        }
        for (final Thread each : senders) {
            each.join();
        }
        assertThat(take(bells, taken, 0)).isZero();
    }
}
