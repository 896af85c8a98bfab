package io.ringlane.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How suites name who is compared with whom. */
final class Rivals {

    private static final List<String> PARAMS = List.of("ring", "way", "limiter");

    private static final Set<String> OURS =
            Set.of("exchange", "descriptor", "phase", "inline64", "inline128"); // and what begins with our name

    /** Where it is one of the values. */
    private static final Set<String> FLOOR_NAMES = Set.of("clock", "nettyPipeline");

    /** Where the floor of a suite of rivals is a benchmark of its own. */
    private static final Map<String, String> FLOORS = Map.ofEntries(
            Map.entry("RingBenchmark.offerThenPoll", "RingFloorBenchmark.copyOnly"),
            Map.entry("RingBenchmark.stageEachThenPollEach", "RingFloorBenchmark.copyOnly"),
            Map.entry("RingPairBenchmark.indexOnly", "RingFloorBenchmark.copyOnly"),
            Map.entry("FrameRingBenchmark.sendThenReceive", "RingFloorBenchmark.writeAndRead"),
            Map.entry("FrameRingPairBenchmark.withFrame", "RingFloorBenchmark.writeAndRead"),
            Map.entry("RingRoundTripBenchmark.roundTrip", "RingFloorBenchmark.clockOnly"),
            Map.entry("CarryBenchmark.oneWay", "CarryFloorBenchmark.copyTwice"),
            Map.entry("CarryBenchmark.roundTrip", "CarryFloorBenchmark.copyFourTimes"),
            Map.entry("FullDatapathBenchmark.submissionToCompletion", "DatapathFloorBenchmark.io"),
            Map.entry("FullDatapathBenchmark.submissionToCompletionByWorker", "DatapathFloorBenchmark.io"));

    /** Suites whose benchmarks are each other's rivals, and which of them is ours; a floor's name begins as below. */
    private static final Map<String, String> OURS_BY_CLASS = Map.of(
            "CapBenchmark", "admit",
            "WheelBenchmark", "timingWheel",
            "ParseBenchmark", "parse",
            "RssBenchmark", "table");

    private static final String FLOOR_METHOD = "baseline";

    private Rivals() {}

    /** Whether the benchmarks of the figure's class are rivals. */
    static boolean areMethods(final Figure figure) {
        return OURS_BY_CLASS.containsKey(figure.className());
    }

    /** A row of such a class's plot. */
    static DotChart.Row methodRow(final Figure figure) {
        final boolean isFloor = figure.method().startsWith(FLOOR_METHOD);
        final boolean isOurs = OURS_BY_CLASS.get(figure.className()).equals(figure.method());
        return new DotChart.Row((isFloor ? "floor: " : "") + figure.method(), figure, isOurs, isFloor);
    }

    /** The parameter that names the rival, if it has one. */
    static Optional<String> param(final Figure figure) {
        return PARAMS.stream().filter(figure.params()::containsKey).findFirst();
    }

    static boolean isRivalParam(final String name) {
        return PARAMS.contains(name);
    }

    static boolean isOurs(final String rival) {
        return OURS.contains(rival) || rival.startsWith("ringlane");
    }

    static boolean isFloor(final String rival) {
        return FLOOR_NAMES.contains(rival);
    }

    static boolean isFloor(final Figure figure) {
        return FLOORS.containsValue(figure.benchmark());
    }

    /** The floor of a figure, with those of its parameters that the floor has. */
    static Optional<Figure> floor(final Figure figure, final List<Figure> all) {
        final String floor = FLOORS.get(figure.benchmark());
        return all.stream()
                .filter(candidate -> candidate.benchmark().equals(floor))
                .filter(candidate -> candidate.params().entrySet().stream()
                        .allMatch(e ->
                                Objects.equals(figure.params().getOrDefault(e.getKey(), e.getValue()), e.getValue())))
                .findFirst();
    }
}
