package io.ringlane.benchmarks.compare.stats;

import java.util.List;

/**
 * All blocks of one metric.
 *
 * @param blocks those that count and those that a dead fork took out
 */
public record Series(Direction direction, List<Block> blocks) {

    /** Copies the list. */
    public Series {
        blocks = List.copyOf(blocks);
    }

    List<Block> wholeBlocks() {
        return blocks.stream().filter(Block::isWhole).toList();
    }
}
