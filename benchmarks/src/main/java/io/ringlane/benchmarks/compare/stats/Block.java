package io.ringlane.benchmarks.compare.stats;

import java.util.List;

/**
 * Forks run one after the other, ABBA or BAAB, so that whatever drifts evenly in the meantime cancels.
 *
 * @param forks in the order in which they ran
 */
public record Block(List<Fork> forks) {

    /** Forks of each side in a whole block. */
    public static final int FORKS_A_SIDE = 2;

    /** Copies the list. */
    public Block {
        forks = List.copyOf(forks);
    }

    /** The order of block number {@code index}: ABBA where it is even, BAAB where it is odd. */
    public static List<Side> order(final int index) {
        return index % 2 == 0
                ? List.of(Side.BASE, Side.HEAD, Side.HEAD, Side.BASE)
                : List.of(Side.HEAD, Side.BASE, Side.BASE, Side.HEAD);
    }

    /** Such as {@code ABBA}. */
    public String order() {
        final StringBuilder out = new StringBuilder();
        forks.forEach(fork -> out.append(fork.side().letter()));
        return out.toString();
    }

    /** Whether every fork gave a figure; one dead fork takes its block out, because the drift no longer cancels. */
    public boolean isWhole() {
        return forks.size() == 2 * FORKS_A_SIDE && forks.stream().allMatch(Fork::isAlive);
    }

    /**
     * How much worse HEAD is: the logarithm of HEAD's mean over BASE's, its sign turned where higher is better. 0.1 is
     * a tenth slower, near enough. Only for whole blocks.
     */
    public double logSlowdown(final Direction direction) {
        final double ratio = Math.log(mean(Side.HEAD) / mean(Side.BASE));
        return direction == Direction.HIGHER_IS_BETTER ? -ratio : ratio;
    }

    /** How far the two forks of one side lie apart, as a logarithm of their ratio, 0 or more. Only for whole blocks. */
    public double logDiscord(final Side side) {
        final double[] scores = scores(side);
        return Math.abs(Math.log(scores[0] / scores[1]));
    }

    private double mean(final Side side) {
        final double[] scores = scores(side);
        return (scores[0] + scores[1]) / FORKS_A_SIDE;
    }

    private double[] scores(final Side side) {
        return forks.stream()
                .filter(fork -> fork.side() == side)
                .mapToDouble(Fork::score)
                .toArray();
    }
}
