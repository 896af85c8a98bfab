package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.search.SearchResult;
import io.ringlane.benchmarks.search.Shortfall;

/** What one search found. */
record Finding(Mode mode, FrameSet frames, SearchResult result) {

    /** How much the figures are worth, best first. */
    enum Worth {
        /** They stand. */
        GOOD(0),
        /** A bound was not proven in time, or did not hold when it was looked at again. */
        INCONCLUSIVE(3),
        /** The generator could not offer what the search wanted to try, or the machine was too busy. */
        VOID(4);

        private final int exitCode;

        Worth(final int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    /** That of the worst goal; void as well if more than half of the trials were. */
    Worth worth() {
        if (isShort(Shortfall.GENERATOR_LIMIT) || isShort(Shortfall.DISTURBED) || isMostlyVoid()) {
            return Worth.VOID;
        }
        return isShort(Shortfall.OUT_OF_TIME) || result.isOverturned() ? Worth.INCONCLUSIVE : Worth.GOOD;
    }

    /** Whether more than half of the trials were void: then no goal's figure counts. */
    boolean isMostlyVoid() {
        return 2 * result.voidTrials() > result.trials().size();
    }

    private boolean isShort(final Shortfall shortfall) {
        return result.goals().stream().anyMatch(goal -> goal.shortfall() == shortfall);
    }

    /** Layer-2 bits a second without FCS, of a rate in packets a second. */
    long bitsPerSecond(final double packetsPerSecond) {
        return Math.round(packetsPerSecond * frames.meanBytes() * Byte.SIZE);
    }
}
