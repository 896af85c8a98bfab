package io.ringlane.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.CommandLineOptionException;

class ReportPageTest {

    private static final List<Figure> FIGURES = Results.of(
            Results.averageTime("ruler.RulerBenchmark.timer", "{}", "[[24.0], [25.0]]"),
            Results.averageTime("carry.CarryBenchmark.oneWay", carry("64", "ringlane"), "[[50.0], [51.0]]"),
            Results.averageTime("carry.CarryBenchmark.oneWay", carry("1500", "ringlane"), "[[90.0], [91.0]]"),
            Results.averageTime("carry.CarryBenchmark.oneWay", carry("64", "nettyNio"), "[[500.0], [510.0]]"),
            Results.averageTime("carry.CarryBenchmark.oneWay", carry("1500", "nettyNio"), "[[900.0], [910.0]]"),
            Results.averageTime("carry.CarryFloorBenchmark.copyTwice", "{\"frameBytes\": \"64\"}", "[[9.0], [9.5]]"));

    @TempDir
    Path folder;

    private static String carry(final String frameBytes, final String way) {
        return "{\"frameBytes\": \"%s\", \"way\": \"%s\"}".formatted(frameBytes, way);
    }

    @Test
    void shouldDrawRivalsWithTheirFloorAndCurvesWithADotAFork() throws IOException {
        final String page = page(Map.of("machine", "an <EPYC>"));

        assertThat(page)
                .contains("<h3>CarryBenchmark.oneWay frameBytes=64</h3>", "floor: copyTwice", "ringlane: 50")
                .contains("<h3>CarryBenchmark.oneWay</h3>", ">frameBytes</text>")
                .contains("an &lt;EPYC&gt;")
                .doesNotContain("http://", "https://", "<script", ReportTable.NOT_QUOTABLE);
        assertThat(page.split("<circle", -1)).hasSize(1 + 2 + (2 + 2 + 2) + (2 + 2) + 8); // ruler, 64, 1500, curves
    }

    @Test
    void shouldDrawFrameSetsInOrderWithTheMixApartFromTheNumbers() throws IOException {
        final List<Figure> figures = Results.of(
                frames("imix", 31), frames("9001", 33), frames("64", 30), frames("1518", 32), frames("512", 29));
        final ChartGroups groups = ChartGroups.of(figures);
        assertThat(groups.others()).isEmpty();
        assertThat(groups.curves().get("FrameSetBenchmark").series().get("round flows=1024").values().stream()
                        .map(figure -> figure.params().get("frames")))
                .containsExactly("64", "512", "1518", "9001", "imix");
        final String page = new ReportPage(figures, Map.of(), LatencySeries.all(figures, folder)).render();
        assertThat(page).contains(">1,518</text>", ">9,001</text>", ">imix</text>", "imix: 31");
        assertThat(page.split("class=\"c0 line\" d=\"", -1)[1].split("\"")[0].replaceAll("[^ML]", ""))
                .isEqualTo("MLLLM");
    }

    private static String frames(final String frames, final int ns) {
        return Results.averageTime(
                "modes.FrameSetBenchmark.round",
                "{\"flows\": \"1024\", \"frames\": \"%s\"}".formatted(frames),
                "[[%d.0]]".formatted(ns));
    }

    @Test
    void shouldDrawTheFloorOfAnotherClassAndCountItsTimeASecondBesideRates() {
        final ChartGroups groups = ChartGroups.of(Results.of(
                Results.averageTime("ring.RingFloorBenchmark.copyOnly", "{\"burst\": \"32\"}", "[[0.5]]"),
                Results.result(
                        "ring.RingPairBenchmark.indexOnly",
                        "thrpt",
                        "{\"burst\": \"32\", \"ring\": \"exchange\"}",
                        "{\"score\": 9.0, \"scoreError\": \"NaN\", \"scoreUnit\": \"ops/s\"}",
                        "{\"delivered\": {\"score\": 1.0, \"scoreUnit\": \"ops/s\", \"rawData\": [[2.0e8]]}}"),
                Results.averageTime("datapath.DatapathFloorBenchmark.io", "{\"frameBytes\": \"64\"}", "[[11.0]]"),
                datapath("1024", 22),
                datapath("1048576", 54)));
        final DotChart.Row floor =
                groups.rivals().get("RingPairBenchmark.indexOnly burst=32").get(0);
        assertThat(floor.isFloor()).isTrue();
        assertThat(floor.figure().value()).isEqualTo(2e9);
        assertThat(floor.figure().unit()).isEqualTo("delivered/s");
        assertThat(groups.curves().get("FullDatapathBenchmark").series().get("floor: io").values().stream()
                        .map(Figure::value))
                .containsExactly(11.0, 11.0);
    }

    @Test
    void shouldDrawBenchmarksOfAClassThatAreRivalsTogetherForEachSetOfParameters() {
        final ChartGroups groups = ChartGroups.of(Results.of(
                Results.averageTime("stages.CapBenchmark.baselineMaxAndAdd", "{\"bitsPerSecond\": \"5\"}", "[[1.0]]"),
                Results.averageTime("stages.CapBenchmark.tokenBucket", "{\"bitsPerSecond\": \"5\"}", "[[2.0]]"),
                Results.averageTime("stages.CapBenchmark.admit", "{\"bitsPerSecond\": \"5\"}", "[[3.0]]"),
                Results.averageTime("stages.WheelBenchmark.timingWheel", "{\"jitterNs\": \"0\"}", "[[4.0]]"),
                Results.averageTime("stages.WheelBenchmark.timingWheel", "{\"jitterNs\": \"5000\"}", "[[5.0]]")));
        assertThat(groups.others()).isEmpty();
        assertThat(groups.rivals())
                .containsOnlyKeys(
                        "CapBenchmark bitsPerSecond=5", "WheelBenchmark jitterNs=0", "WheelBenchmark jitterNs=5000");
        assertThat(groups.rivals().get("CapBenchmark bitsPerSecond=5"))
                .extracting(DotChart.Row::label, DotChart.Row::isOurs, DotChart.Row::isFloor)
                .containsExactly(
                        tuple("floor: baselineMaxAndAdd", false, true),
                        tuple("tokenBucket", false, false),
                        tuple("admit", true, false));
    }

    private static String datapath(final String flows, final int ns) {
        return Results.averageTime(
                "datapath.FullDatapathBenchmark.submissionToCompletion",
                "{\"flows\": \"%s\", \"frameBytes\": \"64\"}".formatted(flows),
                "[[%d.0]]".formatted(ns));
    }

    @Test
    void shouldMarkAQuickRunOnThePageAndInTheTable() throws IOException {
        final Map<String, String> quick = Map.of(RunFacts.QUICK, "yes");
        assertThat(page(quick)).contains(ReportTable.NOT_QUOTABLE, "Quick: not to be quoted");
        assertThat(ReportTable.render(FIGURES, quick)).startsWith("**" + ReportTable.NOT_QUOTABLE + "**");
        assertThat(ReportTable.render(FIGURES, Map.of())).doesNotContain(ReportTable.NOT_QUOTABLE);
    }

    @Test
    void shouldAddUpTheForksOfALatencyLogAndDrawRivalsTogether() throws IOException {
        for (final String name : List.of("way=a,11", "way=a,12", "way=b,13")) {
            Files.writeString(
                    folder.resolve("CarryBenchmark.roundTrip,frameBytes=64," + name + ".hlog"), LogSample.TEXT);
        }
        final SortedMap<String, SortedMap<String, Histogram>> plots = LatencySeries.all(List.of(), folder);
        assertThat(plots).containsOnlyKeys("CarryBenchmark.roundTrip frameBytes=64");
        final SortedMap<String, Histogram> lines = plots.get("CarryBenchmark.roundTrip frameBytes=64");
        assertThat(lines.get("a").getTotalCount())
                .isEqualTo(2 * lines.get("b").getTotalCount())
                .isEqualTo(2 * LogSample.VALUES);
    }

    @Test
    void shouldEstimateTheTimeOfARunFromItsOptions() throws CommandLineOptionException {
        final RunEstimate one =
                estimate("RulerBenchmark.timer", "-f", "1", "-wi", "1", "-w", "1s", "-i", "2", "-r", "2s");
        final RunEstimate three =
                estimate("RulerBenchmark.timer", "-f", "3", "-wi", "1", "-w", "1s", "-i", "2", "-r", "2s");
        assertThat(one.trials()).isEqualTo(1);
        assertThat(one.seconds()).isBetween(5.0, 8.0);
        assertThat(three.forks()).isEqualTo(3);
        assertThat(three.seconds()).isEqualTo(3 * one.seconds());
        assertThat(estimate("CarryFloorBenchmark.copyTwice").trials()).isEqualTo(3);
        assertThat(estimate("CarryFloorBenchmark.copyTwice", "-p", "frameBytes=64,128")
                        .trials())
                .isEqualTo(2);
    }

    private static RunEstimate estimate(final String... options) throws CommandLineOptionException {
        return RunEstimate.of(Selection.of(options));
    }

    private String page(final Map<String, String> facts) throws IOException {
        return new ReportPage(FIGURES, facts, LatencySeries.all(FIGURES, folder)).render();
    }
}
