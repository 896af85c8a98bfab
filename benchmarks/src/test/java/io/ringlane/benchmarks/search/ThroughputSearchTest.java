package io.ringlane.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A hundred seeded systems of each kind, of 1 to 50 million packets a second. A search has landed if it is regular, was done
 * in time, and both bounds and the conditional throughput are within the goal's width of the truth.
 */
class ThroughputSearchTest {

    private static final int RUNS = 100;
    private static final int MUST_LAND = 99;
    private static final double WIDTH = 0.005;
    private static final Goal NDR = Goal.ndr();
    private static final Goal PDR = Goal.pdr();
    private static final long LIMIT_NS = 190_000_000_000L; // a third of ten minutes
    private static final SearchSettings SETTINGS = new SearchSettings(10_000, 100_000_000, LIMIT_NS);

    /** What a goal's bounds and its conditional throughput should be. */
    private record Truth(double load, double throughput) {}

    // ---------------------------------------------------------------- kinds of systems

    /** Truth: the capacity; what loses half a percent offers that much more. */
    @Test
    void shouldLandOnASteadySystem() {
        assertLands(system -> system, ThroughputSearchTest::steadyNdr, ThroughputSearchTest::steadyPdr);
    }

    /** Truth: the capacity that half of all trials have, since half of them may exceed. */
    @Test
    void shouldLandOnANoisySystem() {
        assertLands(
                system -> system.withNoise(0.003), ThroughputSearchTest::steadyNdr, ThroughputSearchTest::steadyPdr);
    }

    /**
     * Truth: 15 of 100 trials lose a little at any load, so NDR's is the load which 35 of the other 85 exceed: 0.22 standard
     * deviations below the capacity. PDR forgives what a stall loses, up to a load that only a trial with a stall exceeds.
     */
    @Test
    void shouldLandOnASystemThatStallsNowAndThen() {
        final double noise = 0.002;
        final double quantile = -0.223; // of a normal distribution, at 0.35 / 0.85
        assertLands(
                system -> system.withNoise(noise).withStalls(0.15),
                system -> same(system.capacityNow() * (1 + noise * quantile)),
                ThroughputSearchTest::steadyPdr);
    }

    /** Truth: no load is free of loss, so NDR has no lower bound; PDR's truth is where floor and overload add up to it. */
    @Test
    void shouldLandOnASystemWithALossFloor() {
        final double floor = 0.001;
        assertRuns(system -> system.withNoise(0.001).withFloor(floor), (system, result) -> {
            final GoalResult ndr = result.goals().get(0);
            return ndr.shortfall() == Shortfall.MIN_LOAD_LOSSY
                    && Double.isNaN(ndr.bounds().lower())
                    && ndr.bounds().upper() < 10_100
                    && hasLanded(result.goals().get(1), floored(system.capacityNow(), floor));
        });
    }

    private static Truth floored(final double capacity, final double floor) {
        final double throughput = capacity * (1 - floor);
        return new Truth(throughput / (1 - PDR.lossRatio()), throughput);
    }

    /** Truth: what is left when the search ends; a twentieth of the capacity goes, most of it in the first minute. */
    @Test
    void shouldLandOnASystemThatFalls() {
        assertLands(
                system -> system.withNoise(0.001).falling(0.05, 20),
                ThroughputSearchTest::steadyNdr,
                ThroughputSearchTest::steadyPdr);
    }

    /** Truth: what it has come to when the search ends, as a virtual machine that compiles what is hot. */
    @Test
    void shouldLandOnASystemThatWarmsUp() {
        assertLands(
                system -> system.withNoise(0.001).falling(-0.1, 10),
                ThroughputSearchTest::steadyNdr,
                ThroughputSearchTest::steadyPdr);
    }

    /** Truth: the capacity. A tenth of the trials is void; they are repeated and have no say. */
    @Test
    void shouldLandInSpiteOfVoidTrials() {
        assertLands(
                system -> system.withNoise(0.002).withVoids(0.1),
                ThroughputSearchTest::steadyNdr,
                ThroughputSearchTest::steadyPdr);
    }

    /**
     * Truth wanders by a hundredth within a minute, so no bound need hold at the end. What counts is that the time suffices to
     * prove bounds, and that PDR's are where the capacity has been.
     */
    @Test
    void shouldProveBoundsOfASystemThatWanders() {
        final double deviation = 0.01;
        int proven = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            final SimulatedSystem system =
                    new SimulatedSystem(20_000_000, seed).withNoise(0.003).drifting(deviation, 60);
            final SearchResult result = run(system);
            final GoalResult pdr = result.goals().get(1);
            proven += result.goals().stream().allMatch(GoalResult::isRegular) ? 1 : 0;
            if (pdr.isRegular()) {
                assertThat(pdr.conditionalThroughput()).isCloseTo(20_000_000, within(20_000_000 * 4 * deviation));
            }
        }
        assertThat(proven)
                .as("of %s; 50 before a proof was gone through with", RUNS)
                .isGreaterThanOrEqualTo(80);
    }

    @Test
    void shouldSayThatBoundsDidNotHoldWhereItIsTooLateToBeginAnew() {
        final SimulatedSystem system = new SimulatedSystem(20_000_000, 1).droppingAt(60, 0.2);
        final SearchResult result = search(system, new SearchSettings(10_000, 100_000_000, 90_000_000_000L));
        assertThat(result.isOverturned()).isTrue();
        assertThat(result.goals()).allMatch(GoalResult::isRegular);
        assertThat(result.goals().get(0).bounds().lower()).isCloseTo(20_000_000, within(20_000_000 * WIDTH));
    }

    private static Truth steadyNdr(final SimulatedSystem system) {
        return same(system.capacityNow());
    }

    private static Truth steadyPdr(final SimulatedSystem system) {
        return new Truth(system.capacityNow() / (1 - PDR.lossRatio()), system.capacityNow());
    }

    private static Truth same(final double load) {
        return new Truth(load, load);
    }

    // ---------------------------------------------------------------- results that are not regular

    @Test
    void shouldSayThatTheMaximumLoadWasCarried() {
        final SearchResult result = run(new SimulatedSystem(200_000_000, 1));
        for (final GoalResult goal : result.goals()) {
            assertThat(goal.shortfall()).isEqualTo(Shortfall.MAX_LOAD_CARRIED);
            assertThat(goal.bounds().lower()).isEqualTo(SETTINGS.maxLoad());
            assertThat(goal.bounds().upper()).isNaN();
        }
        assertThat(result.trials()).as("11 prove it, none is left to hold it").hasSizeBetween(11, 14);
    }

    @Test
    void shouldSayThatTheGeneratorWasTheLimit() {
        final SearchResult result = run(new SimulatedSystem(50_000_000, 1).withGeneratorLimit(20_000_000));
        for (final GoalResult goal : result.goals()) {
            assertThat(goal.shortfall()).isEqualTo(Shortfall.GENERATOR_LIMIT);
            assertThat(goal.bounds().lower()).isCloseTo(20_000_000, within(20_000_000 * 2 * WIDTH));
            assertThat(goal.bounds().upper()).isNaN();
        }
        assertThat(result.voidTrials()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldGiveUpWhereEveryTrialIsVoid() {
        final SearchResult result = run(new SimulatedSystem(20_000_000, 1).withVoids(1));
        assertThat(result.goals()).allMatch(goal -> goal.shortfall() == Shortfall.DISTURBED);
        assertThat(result.goals())
                .allMatch(goal -> Double.isNaN(goal.bounds().lower())
                        && Double.isNaN(goal.bounds().upper()));
        assertThat(result.trials()).hasSize(20).allMatch(result::isDiscarded);
    }

    @Test
    void shouldSitOutADisturbanceOfManyShortTrials() {
        final SimulatedSystem system = new SimulatedSystem(20_000_000, 1).disturbed(1, 16);
        final Goal quick = NDR.with(100_000_000L, 700_000_000L, 0.02);
        final SearchResult result =
                new ThroughputSearch(List.of(quick), SETTINGS, system, system, (trial, results) -> {}).run();
        assertThat(result.voidTrials()).as("in 15 s").isGreaterThan(100);
        assertThat(result.goals()).allMatch(GoalResult::isRegular);
    }

    @Test
    void shouldSitOutADisturbance() {
        final SearchResult result = run(new SimulatedSystem(20_000_000, 1).disturbed(30, 45));
        assertThat(result.voidTrials()).isEqualTo(15);
        assertThat(result.goals()).allMatch(GoalResult::isRegular);
    }

    @Test
    void shouldSayThatTimeRanOut() {
        final SimulatedSystem system = new SimulatedSystem(20_000_000, 1);
        final SearchSettings hurried = new SearchSettings(10_000, 100_000_000, 10_000_000_000L);
        final SearchResult result = search(system, hurried);
        assertThat(result.elapsedNs()).isLessThanOrEqualTo(hurried.limitNs());
        assertThat(result.goals()).allMatch(goal -> goal.shortfall() == Shortfall.OUT_OF_TIME);
    }

    @Test
    void shouldForgetWhatWasTrueOfTheSystemBefore() {
        final SearchResult result = run(new SimulatedSystem(20_000_000, 7).falling(0.3, 4000));
        assertThat(result.restarts()).isPositive();
        assertThat(result.firstFresh()).isPositive();
        assertThat(result.isDiscarded(result.trials().get(0))).isTrue();
    }

    @Test
    void shouldReportEachTrialOnce() {
        final List<Trial> heard = new ArrayList<>();
        final SimulatedSystem system = new SimulatedSystem(20_000_000, 3).withVoids(0.2);
        final SearchResult result = new ThroughputSearch(
                        List.of(NDR), SETTINGS, system, system, (trial, results) -> heard.add(trial))
                .run();
        assertThat(heard).isEqualTo(result.trials());
        assertThat(heard).extracting(Trial::index).isSorted().doesNotHaveDuplicates();
    }

    // ---------------------------------------------------------------- a hundred of each

    private void assertLands(
            final Function<SimulatedSystem, SimulatedSystem> kind,
            final Function<SimulatedSystem, Truth> ndr,
            final Function<SimulatedSystem, Truth> pdr) {
        assertRuns(
                kind,
                (system, result) -> hasLanded(result.goals().get(0), ndr.apply(system))
                        && hasLanded(result.goals().get(1), pdr.apply(system)));
    }

    private interface Check {
        boolean passes(SimulatedSystem system, SearchResult result);
    }

    private static void assertRuns(final Function<SimulatedSystem, SimulatedSystem> kind, final Check check) {
        final List<String> strays = new ArrayList<>();
        for (long seed = 1; seed <= RUNS; seed++) {
            final double capacity = 1e6 * Math.pow(50, new Random(seed).nextDouble());
            final SimulatedSystem system = kind.apply(new SimulatedSystem(capacity, seed));
            final SearchResult result = run(system);
            if (!check.passes(system, result)) {
                strays.add("seed " + seed + ", capacity " + system.capacityNow() + ", "
                        + result.trials().size() + " trials, " + result.restarts() + " restarts: " + result.goals());
            }
        }
        assertThat(strays).as("runs that missed").hasSizeLessThanOrEqualTo(RUNS - MUST_LAND);
    }

    private static boolean hasLanded(final GoalResult result, final Truth truth) {
        return result.isRegular()
                && isNear(result.bounds().lower(), truth.load())
                && isNear(result.bounds().upper(), truth.load())
                && isNear(result.conditionalThroughput(), truth.throughput());
    }

    private static boolean isNear(final double value, final double truth) {
        return Math.abs(value - truth) <= truth * WIDTH;
    }

    private static SearchResult run(final SimulatedSystem system) {
        return search(system, SETTINGS);
    }

    private static SearchResult search(final SimulatedSystem system, final SearchSettings settings) {
        return new ThroughputSearch(List.of(NDR, PDR), settings, system, system, (trial, results) -> {}).run();
    }
}
