package io.ringlane.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.openjdk.jmh.runner.options.CommandLineOptions;

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
        assertThat(estimate("CarryFloorBenchmark").trials()).isEqualTo(3);
        assertThat(estimate("CarryFloorBenchmark", "-p", "frameBytes=64,128").trials())
                .isEqualTo(2);
    }

    private static RunEstimate estimate(final String... options) throws CommandLineOptionException {
        return RunEstimate.of(new CommandLineOptions(options));
    }

    private String page(final Map<String, String> facts) throws IOException {
        return new ReportPage(FIGURES, facts, LatencySeries.all(FIGURES, folder)).render();
    }
}
