package io.ringlane.benchmarks.latency;

import io.ringlane.benchmarks.generator.OpenLoop;
import io.ringlane.benchmarks.generator.Placement;
import io.ringlane.benchmarks.search.Goal;
import io.ringlane.benchmarks.search.GoalResult;
import io.ringlane.benchmarks.search.SearchResult;
import io.ringlane.benchmarks.search.SearchSettings;
import io.ringlane.benchmarks.search.ThroughputSearch;
import io.ringlane.core.rate.Units;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What 100 % stands for: a PDR, given or found.
 *
 * @param framesPerSecond above 0
 * @param remark what there is to say against it, or an empty string
 */
record FullRate(double framesPerSecond, String remark) {

    private static final long TRIAL_NS = 50_000_000L;
    private static final int TRIALS = 7;
    private static final double WIDTH = 0.02;
    private static final long LIMIT_NS = 12_000_000_000L;
    private static final double LEAST_LOAD = 100_000;
    private static final double ABOVE_SATURATED = 1.5; // where the search begins
    private static final MathContext THREE_DIGITS = new MathContext(3);

    /**
     * By a search for the PDR of this very run, with the quick goals of {@code scripts/search} in shorter trials. It waits until the rate
     * at the maximum load is steady, as every search does.
     *
     * @param saturated about the rate that comes through under overload
     */
    static FullRate search(final LatencyRun run, final boolean isOneThread, final double saturated) {
        final LongSupplier clock = System::nanoTime;
        final SearchResult result = new ThroughputSearch(
                        List.of(Goal.pdr().with(TRIAL_NS, TRIALS * TRIAL_NS, WIDTH)),
                        new SearchSettings(LEAST_LOAD, Math.max(2 * LEAST_LOAD, ABOVE_SATURATED * saturated), LIMIT_NS),
                        new OpenLoop(
                                new PairBed(run), isOneThread ? Placement.ONE_THREAD : Placement.TWO_THREADS, clock),
                        clock,
                        (trial, results) -> {})
                .run();
        return of(result, saturated);
    }

    /** The proven lower bound; else the likely one, else what came through. */
    static FullRate of(final SearchResult result, final double saturated) {
        final GoalResult pdr = result.goals().get(0);
        if (pdr.bounds().lower() > 0) {
            return new FullRate(pdr.bounds().lower(), pdr.isRegular() && !result.isOverturned() ? "" : "not proven");
        }
        if (pdr.likely().lower() > 0) {
            return new FullRate(pdr.likely().lower(), "not proven");
        }
        return new FullRate(result.maxReceiveRate() > 0 ? result.maxReceiveRate() : saturated, "no PDR");
    }

    /**
     * A rate with its unit, or a file of JSON that {@code scripts/search --json} wrote: of that the PDR of 64-byte frames in mode {@code
     * forward}, or of its only search.
     *
     * @throws IllegalArgumentException for anything else; a bare number could be frames or bits
     */
    static FullRate given(final String written) {
        final Path file = Path.of(written);
        final double rate = Files.isRegularFile(file) ? read(file) : Units.parsePacketsPerSecond(written);
        if (!(rate > 0)) {
            throw new IllegalArgumentException("'" + written + "' is no load; takes more than 0pps");
        }
        return new FullRate(rate, "");
    }

    private static double read(final Path file) {
        try {
            final JsonNode searches =
                    new ObjectMapper().readTree(Files.readString(file)).path("searches");
            for (final JsonNode search : searches) {
                if (searches.size() == 1
                        || search.path("mode").asString("").equals("forward")
                                && search.path("frames").asString("").equals("64")) {
                    return lowerBound(search, file);
                }
            }
        } catch (final IOException | JacksonException e) {
            throw new IllegalArgumentException(
                    file + " cannot be read as JSON of scripts/search: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(file
                + " has no search of mode forward with frames of 64 bytes; run scripts/search --frames 64 --json FILE");
    }

    private static double lowerBound(final JsonNode search, final Path file) {
        for (final JsonNode goal : search.path("goals")) {
            if (goal.path("name").asString("").equals("PDR")
                    && goal.path("lowerBoundPps").isNumber()) {
                return goal.path("lowerBoundPps").asDouble();
            }
        }
        throw new IllegalArgumentException(file + ": its search found no lower bound of the PDR");
    }

    /** For instance {@code 14.2 Mpps} or {@code 14.2 Mpps (not proven)}. */
    @Override
    public String toString() {
        return Units.formatPacketsPerSecond(
                        BigDecimal.valueOf(framesPerSecond).round(THREE_DIGITS).longValue())
                + (remark.isEmpty() ? "" : " (" + remark + ")");
    }
}
