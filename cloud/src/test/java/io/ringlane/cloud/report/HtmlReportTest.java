package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.RateSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    @TempDir
    Path directory;

    @Test
    void shouldOpenWithoutANetwork() throws IOException {
        String page = page(SampleResults.tour());

        assertThat(page)
                .doesNotContainPattern("(?i)https?:")
                .doesNotContainPattern("(?i)<(script|link|img|iframe|object|embed)\\b")
                .doesNotContainPattern("(?i)url\\(|@import|src=");
        assertThat(Pattern.compile("href=\"([^\"]*)\"").matcher(page).results().map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(directory.resolve(link)).isRegularFile());
    }

    @Test
    void shouldShowEveryFlowWithItsPlots() throws IOException {
        RunResult tour = SampleResults.tour();
        String page = page(tour);

        assertThat(page).contains("✗ Expectation missed", tour.digest(), "every packet accounted for");
        for (FlowResult flow : tour.flows()) {
            assertThat(page)
                    .contains(
                            flow.name() + ": delivered rate over time",
                            flow.name() + ": 99% at most",
                            flow.bindingCap());
        }
        assertThat(page).contains("6,122,338", "bw_<wbr>out_<wbr>allowance_<wbr>exceeded", "99.99%");
    }

    @Test
    void shouldPlotEveryWindowOfAnExpectationBesideWhatItAllows() throws IOException {
        String page = page(SampleResults.windowed());

        assertThat(page)
                .containsPattern(
                        "Windows of 10 ms are off the cap by -0\\.\\d+% to \\+0\\.\\d+%; within 1% is expected\\.")
                .contains("<rect class=\"target\"", ">+1%</text>", ">-1%</text>");
        assertThat(Pattern.compile("<rect class=\"hit\"").matcher(page).results())
                .hasSize(100);
        assertThat(page(SampleResults.small())).doesNotContain("<rect class=\"target\"");
    }

    @Test
    void shouldExplainBurstsAndNameFramesWithoutAProtocol() throws IOException {
        FlowResult flow = SampleResults.bursts().flows().get(0);
        FlowResult arp = new FlowResult(
                "other than IP",
                "first",
                "second",
                "-",
                "as captured",
                "same rack",
                0,
                "none",
                0,
                0,
                0,
                1,
                1,
                0,
                Map.of(),
                new Histogram(3),
                new RateSeries(1, new long[] {1}),
                null,
                true,
                List.of());
        String page = page(withFlows(List.of(flow, arp)));

        assertThat(page)
                .contains(ResultTable.BURSTS, "<small>as captured</small>")
                .doesNotContain("- as captured");
        assertThat(page(SampleResults.small())).doesNotContain(ResultTable.BURSTS);
    }

    @Test
    void shouldKeepALongMeasurementBesideItsLabel() throws IOException {
        assertThat(page(SampleResults.small()))
                .contains(
                        "<p><span>inside: delivered 10 Gbit/s within 0.1%</span>"
                                + " <span class=\"soft\">measured 9.999996 Gbit/s</span></p></li>",
                        ".verdicts p { flex: 1; min-width: 0;")
                .doesNotContain("text-overflow: ellipsis");
    }

    @Test
    void shouldStepTheCapWhereEventsChangeIt() throws IOException {
        FlowResult lifted = lifted();
        String page = page(withFlows(List.of(lifted)));
        String still = page(withFlows(List.of(SampleResults.small().flows().get(0))));

        assertThat(page).contains("5.000 to 10.00 Gbit/s<small>", "cap 5 to 10 Gbit/s</text>");
        assertThat(Pattern.compile("<line class=\"cap\"").matcher(page).results())
                .hasSize(2);
        assertThat(Pattern.compile("<line class=\"cap\"").matcher(still).results())
                .hasSize(1);
        assertThat(new ResultTable(Style.PLAIN).render(withFlows(List.of(lifted))))
                .contains("5.000 to 10.00 Gbit/s  ");
        assertThat(JsonReport.render(withFlows(List.of(lifted))))
                .contains("\"capBitsPerSecond\" : 5000000000", "\"highestCapBitsPerSecond\" : 10000000000");
    }

    /** 5 Gbit/s, refused for a while, then 10. */
    private static FlowResult lifted() {
        return new FlowResult(
                "pair",
                "a",
                "b",
                "udp",
                "1500B",
                "same rack",
                5_000_000_000L,
                "flow",
                12_000_000_000L,
                7_000_000_000L,
                0,
                100,
                60,
                0,
                Map.of("flow_cap", 40L),
                new Histogram(3),
                new RateSeries(10_000_000, new long[] {6_250_000, 0, 12_500_000, 12_500_000, 0}),
                null,
                false,
                List.of(
                        new RunResult.FlowWaySpan(0, "same rack", 5_000_000_000L),
                        new RunResult.FlowWaySpan(10_000_000, "refused: target_not_running", 0),
                        new RunResult.FlowWaySpan(20_000_000, "same rack, cluster group", 10_000_000_000L)));
    }

    @Test
    void shouldDescribeEveryDrawing() throws IOException {
        String page = page(SampleResults.tour());
        List<String> drawings = Pattern.compile("<svg[^>]*>.{0,40}")
                .matcher(page)
                .results()
                .map(m -> m.group())
                .toList();

        assertThat(drawings)
                .hasSize(10)
                .allSatisfy(drawing -> assertThat(drawing)
                        .containsPattern("role=\"img\" aria-labelledby=\"(\\S+)-t \\1-d\"><title id=\"\\1-t\">"));
        assertThat(page)
                .contains("prefers-color-scheme: dark", "<html lang=\"en\">", "<desc id=\"latency-d\">One line each.");
    }

    @Test
    void shouldEscapeEveryName() throws IOException {
        String page = page(SampleResults.hostile());

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "a&quot;&amp;&#39;b", "]]&gt;", "\uFFFD[31mred")
                .doesNotContain("<script", "<img", "\u001b", "a\"&");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(directory::relativize)
                            .map(Path::toString))
                    .containsExactlyInAnyOrder(
                            "report.html", "result.json", "latency/index.txt", "latency/_script_alert_1_script_.hlog");
        }
    }

    @Test
    void shouldCloseEveryElement() throws IOException {
        String page = page(SampleResults.tour()).replaceAll("(?s)<style>.*?</style>", "");

        for (String element :
                List.of("div", "section", "figure", "svg", "g", "table", "tr", "td", "th", "p", "span", "text")) {
            assertThat(count(page, "<" + element + "[\\s>]")).as(element).isEqualTo(count(page, "</" + element + ">"));
        }
    }

    @Test
    void shouldKeepLatenciesForOtherTools() throws IOException {
        RunResult result = SampleResults.small();
        HtmlReport.write(result, directory);

        for (FlowResult flow : result.flows()) {
            try (HistogramLogReader log = new HistogramLogReader(
                    directory.resolve("latency/" + flow.name() + ".hlog").toFile())) {
                Histogram read = (Histogram) log.nextIntervalHistogram();
                assertThat(read.getTotalCount()).isEqualTo(flow.latency().getTotalCount());
                assertThat(read.getValueAtPercentile(99.9))
                        .isEqualTo(flow.latency().getValueAtPercentile(99.9));
            }
        }
    }

    @Test
    void shouldRemoveTheLogsOfAnEarlierReportAndNothingElse() throws IOException {
        FlowResult flow = SampleResults.small().flows().get(0);
        HtmlReport.write(withFlows(List.of(renamed(flow, "old"), renamed(flow, "kept"))), directory);
        Path latency = directory.resolve("latency");
        Files.writeString(latency.resolve("mine.hlog"), "my own");
        Files.writeString(directory.resolve("outside.hlog"), "not in the folder");
        Files.writeString(
                latency.resolve("index.txt"), Files.readString(latency.resolve("index.txt")) + "../outside.hlog\n");

        HtmlReport.write(withFlows(List.of(renamed(flow, "kept"), renamed(flow, "new"))), directory);

        try (Stream<Path> files = Files.list(latency)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("index.txt", "kept.hlog", "mine.hlog", "new.hlog");
        }
        assertThat(directory.resolve("outside.hlog")).exists();
        assertThat(latency.resolve("index.txt")).hasContent("kept.hlog\nnew.hlog");
    }

    @Test
    void shouldGiveEachFlowItsOwnFileWhateverItsName() throws IOException {
        FlowResult flow = SampleResults.small().flows().get(0);
        List<FlowResult> flows = Stream.of("x/y", "x\\y", "X_Y", "..", "")
                .map(name -> renamed(flow, name))
                .toList();

        HtmlReport.write(withFlows(flows), directory);

        try (Stream<Path> files = Files.list(directory.resolve("latency"))) {
            assertThat(files.map(file -> file.getFileName().toString().toLowerCase())
                            .filter(file -> file.endsWith(".hlog")))
                    .hasSize(5)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldWriteEqualFilesForEqualResults() throws IOException {
        String first = page(SampleResults.tour());
        String log = Files.readString(directory.resolve("latency/outside.hlog"));

        assertThat(page(SampleResults.tour())).isEqualTo(first);
        assertThat(Files.readString(directory.resolve("latency/outside.hlog"))).isEqualTo(log);
    }

    @Test
    void shouldDrawTheLargestOfManyFlows() throws IOException {
        String page = page(SampleResults.many(300));

        assertThat(page).contains("Only the 24 largest of 300 flows are drawn.", "flow-1<", "Nothing was dropped.");
        assertThat(count(page, "<svg")).isEqualTo(25);
    }

    @Test
    void shouldStandARunWithoutTraffic() throws IOException {
        FlowResult silent = new FlowResult(
                "silent",
                "a",
                "b",
                "udp",
                "64B",
                "same rack",
                0,
                "none",
                0,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                new Histogram(3),
                new RateSeries(1_000_000, new long[0]),
                null,
                true,
                List.of());

        assertThat(page(withFlows(List.of(silent)))).contains("silent").doesNotContain("NaN", "Infinity");
        assertThat(page(withFlows(List.of()))).contains("</html>").doesNotContain("NaN", "Infinity");
    }

    private String page(RunResult result) throws IOException {
        return Files.readString(HtmlReport.write(result, directory));
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    private static RunResult withFlows(List<FlowResult> flows) {
        return new RunResult(
                "few",
                "real",
                1,
                "",
                1_000_000,
                1,
                flows,
                List.of(),
                new PacketTotals(0, 0, 0, 0),
                List.of(),
                null,
                null,
                List.of(),
                List.of());
    }

    private static FlowResult renamed(FlowResult flow, String name) {
        return new FlowResult(
                name,
                flow.from(),
                flow.to(),
                flow.protocol(),
                flow.frame(),
                flow.path(),
                flow.capBitsPerSecond(),
                flow.bindingCap(),
                flow.offeredBitsPerSecond(),
                flow.deliveredBitsPerSecond(),
                flow.capErrorPpm(),
                flow.packetsSent(),
                flow.packetsDelivered(),
                flow.packetsInFlight(),
                flow.drops(),
                flow.latency(),
                flow.delivered(),
                flow.windows(),
                true,
                List.of());
    }

    @Test
    void shouldShowCountersOfItsOwnApartFromTheDevices() throws IOException {
        String page = Files.readString(HtmlReport.write(SampleResults.small(), directory));

        assertThat(page)
                .containsPattern(
                        "(?s)bw_out_allowance_exceeded</th>.*?</table>\\s*<p class=\"soft\">Counted here, under no name"
                                + " of the device's</p>\\s*<table><tbody>\\s*<tr class=\"\"><th scope=\"row\""
                                + " class=\"mono\">gateway_allowance_exceeded</th><td>7</td>");
    }
}
