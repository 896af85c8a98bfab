package io.ringlane.benchmarks.compare.stats;

import java.util.List;

/**
 * All blocks of one metric.
 *
 * @param blocks those that count and those that a dead fork took out
 * @param aside those that were disturbed
 */
public record Series(Direction direction, List<Block> blocks, List<Block> aside) {

    /** Copies the lists. */
    public Series {
        blocks = List.copyOf(blocks);
        aside = List.copyOf(aside);
    }

    List<Block> wholeBlocks() {
        return blocks.stream().filter(Block::isWhole).toList();
    }
}
