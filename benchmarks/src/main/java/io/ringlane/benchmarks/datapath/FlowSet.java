package io.ringlane.benchmarks.datapath;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Flows, and how often each of them comes up.
 *
 * @param count 1 to {@value #MOST}
 * @param draw which flow a frame is of
 */
public record FlowSet(int count, Draw draw) {

    static final int MOST = 1 << 23;

    private static final int SEED = 42;
    private static final int LEAST_SEQUENCE = 1 << 16;
    private static final int LONGEST_SEQUENCE = 1 << 22; // 16 MiB, read in order: 4 bytes a frame
    private static final int DRAWS_A_FLOW = 4;

    /** How a flow is drawn. */
    public enum Draw {
        /** All alike, each draw computed. */
        UNIFORM,
        /** The n-th most frequent flow 1/n as often as the first. Drawn ahead of time into a long sequence, which repeats. */
        ZIPF,
        /** Each once, in turn: every frame is the first of its flow, and none is sent ahead of time. */
        NEW
    }

    /** @throws IllegalArgumentException for a number out of range */
    public FlowSet {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(count + " flows; takes 1 to " + MOST);
        }
    }

    /** Flows that come up alike. */
    public static FlowSet uniform(final int count) {
        return new FlowSet(count, Draw.UNIFORM);
    }

    /** Flows drawn by the name of a {@link Draw}, in any case. */
    public static FlowSet named(final int count, final String draw) {
        return new FlowSet(count, Draw.valueOf(draw.toUpperCase(Locale.ROOT)));
    }

    /**
     * A sequence of flows, a power of two long, that a sender repeats; null for uniform draws, which need none. Which flow is
     * the most frequent is random, so that the frequent ones do not lie side by side.
     *
     * @param among the flows to draw from, 0 to this
     */
    int[] sequence(final int among) {
        return switch (draw) {
            case UNIFORM -> null;
            case ZIPF -> zipf(among);
            case NEW -> inTurn(among);
        };
    }

    private static int[] inTurn(final int among) {
        if (Integer.bitCount(among) != 1) {
            throw new IllegalArgumentException(among + " new flows a sender; takes a power of two");
        }
        final int[] sequence = new int[among];
        Arrays.setAll(sequence, i -> i);
        return sequence;
    }

    private static int[] zipf(final int among) {
        final Random random = new Random(SEED);
        final double[] cumulated = new double[among];
        final int[] byRank = new int[among];
        double sum = 0;
        for (int i = 0; i < among; i++) {
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
            final int j = random.nextInt(i + 1);
            byRank[i] = byRank[j];
            byRank[j] = i;
        }
        final int length =
                Math.min(LONGEST_SEQUENCE, Math.max(LEAST_SEQUENCE, Integer.highestOneBit(DRAWS_A_FLOW * among)));
        final int[] sequence = new int[length];
        for (int i = 0; i < length; i++) {
            sequence[i] = byRank[rank(cumulated, random.nextDouble() * sum)];
        }
        return sequence;
    }

    /** Whether each flow sends a packet before it is measured. */
    public boolean isLearned() {
        return draw != Draw.NEW;
    }

    /** The first rank whose share reaches this far. */
    private static int rank(final double[] cumulated, final double at) {
        int low = 0;
        int high = cumulated.length - 1;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (cumulated[middle] < at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
