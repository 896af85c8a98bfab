package io.ringlane.benchmarks.compare.stats;

/**
 * What the A/A control said of the machine.
 *
 * @param estimate null where too few blocks are left
 * @param low the lower end of the 99 % interval, as {@link Estimate#logSlowdown}
 * @param high its upper end
 */
public record ControlJudgement(State state, Estimate estimate, double low, double high) {

    /** Whether the session can be trusted. */
    public enum State {
        /** Identical code was told from itself by nothing but noise. */
        HELD,
        /** Identical code differs: the session is void. */
        LEFT_THE_MARGIN,
        /** Its forks died or disagreed too much: nothing vouches for the session. */
        TOO_FEW_BLOCKS
    }
    /** Nothing of it is whole. */
    public static ControlJudgement withoutBlocks() {
        return new ControlJudgement(State.TOO_FEW_BLOCKS, null, Double.NaN, Double.NaN);
    }
}
