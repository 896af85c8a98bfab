package io.ringlane.benchmarks.compare.stats;

/**
 * When a session is looked at: after the first blocks, and after as many more each time while a benchmark is undecided.
 * Every look may be wrong, so each spends an equal share of the risk; the shares add up to the whole however the looks
 * depend on each other.
 *
 * @param firstBlocks before the first look, {@link Judge#LEAST_BLOCKS} or more
 * @param mostBlocks before the last one, {@code firstBlocks} or more
 */
public record LookPlan(int firstBlocks, int mostBlocks) {

    /** Refuses plans that cannot be followed. */
    public LookPlan {
        if (firstBlocks < Judge.LEAST_BLOCKS || mostBlocks < firstBlocks) {
            throw new IllegalArgumentException("looks after " + firstBlocks + " to " + mostBlocks + " blocks; takes "
                    + Judge.LEAST_BLOCKS + " or more, the second no less than the first");
        }
    }

    /** One look after so many blocks. */
    public static LookPlan once(final int blocks) {
        return new LookPlan(blocks, blocks);
    }

    /** How often a session is looked at, at most. */
    public int looks() {
        return (mostBlocks + firstBlocks - 1) / firstBlocks;
    }

    /** Blocks of each undecided benchmark before a look. */
    public int blocksAt(final int look) {
        return Math.min(mostBlocks, (look + 1) * firstBlocks);
    }
}
