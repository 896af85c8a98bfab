package io.ringlane.cloud.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.replay.ReplayOptions;
import io.ringlane.cloud.replay.Replayer;
import io.ringlane.cloud.report.SampleResults;
import io.ringlane.cloud.report.Style;
import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.run.Runner;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import io.ringlane.dataplane.worker.DataPlane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RinglaneTest {

    private static final String SCENARIO = """
            version: 1
            region: {name: us-east-1, zones: 1, dataCentersPerZone: 1, racksPerDataCenter: 1, hostsPerRack: 2}
            instances:
              - {name: a, type: c5n.18xlarge}
              - {name: b, type: c5n.18xlarge}
            flows:
              - {name: only, from: a, to: b, protocol: udp, frame: 1500B, rate: 20Gbit/s}
            run: {clock: virtual, duration: 1s, seed: 42}
            """;

    /** A device that takes no byte. */
    private static final String FULL_DISK = "/dev/full";

    private static final Ipv4Router NO_ROUTES = (ingress, source, destination, word1) -> {
        throw new AssertionError("nothing is sent");
    };

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Scenario scenario;
    private ReplayOptions replay;
    private Map<String, String> environment = Map.of();

    @Test
    void shouldPrintTheTableOfTheTour() {
        assertThat(run(SampleResults.small(), "run")).isZero();
        assertThat(scenario.name()).isEqualTo("tour");
        assertThat(out.toString()).startsWith("hpc-and-kafka  virtual clock").contains("delivered", "sent 8,581,979 =");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldExitByWhatTheRunAmountsTo() {
        assertThat(run(SampleResults.withVerdicts(Verdict.MET), "run")).isZero();
        assertThat(run(SampleResults.withVerdicts(Verdict.INCONCLUSIVE, Verdict.MISSED), "run"))
                .isEqualTo(1);
        assertThat(run(SampleResults.withVerdicts(Verdict.MET, Verdict.INCONCLUSIVE), "run"))
                .isEqualTo(3);
        assertThat(run(SampleResults.voided(), "run")).isEqualTo(4);
    }

    @Test
    void shouldLetOptionsOutrankTheFile() throws IOException {
        String file = file("net.yaml", SCENARIO);

        assertThat(run(SampleResults.small(), "run", file)).isZero();
        assertThat(scenario.name()).isEqualTo("net");
        assertThat(scenario.run()).isEqualTo(new RunSpec("virtual", 1_000_000_000L, 42, 1));

        run(
                SampleResults.small(),
                "run",
                file,
                "--clock",
                "real",
                "--duration=250ms",
                "--seed",
                "-7",
                "--workers",
                "2");
        assertThat(scenario.run()).isEqualTo(new RunSpec("real", 250_000_000L, -7, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --sede 3              | unknown option '--sede' (did you mean '--seed'?); see 'ringlane run --help'",
                "run --jsn=x               | unknown option '--jsn' (did you mean '--json'?); see 'ringlane run --help'",
                "rnu                       | unknown command 'rnu' (did you mean 'run'?); see 'ringlane --help'",
                "run a.yaml b.yaml         | unexpected argument 'b.yaml'; see 'ringlane run --help'",
                "run --seed many           | invalid value for option '--seed': 'many' is not a whole number; see 'ringlane run --help'",
                "run --clock vritual       | invalid value for option '--clock': 'vritual' is no clock (did you mean 'virtual'?); see 'ringlane run --help'",
                "run --workers 0           | invalid value for option '--workers': '0' is not a number of workers, 1 to 64; see 'ringlane run --help'",
                "run --pcapng x            | unknown option '--pcapng': it belongs to 'ringlane replay'; see 'ringlane run --help'",
                "run no-such.yaml          | no-such.yaml: error: there is no such file",
                "replay                    | missing required parameter: 'CAPTURE'; see 'ringlane replay --help'",
                "replay no-such.pcap       | no-such.pcap: no such file",
                "run --json /no/such/x     | /no/such/x: its directory does not exist",
                "types c5m                 | no instance type begins with 'c5m' (did you mean 'c5'?)",
            })
    void shouldRefuseAMistakeInOneLine(String arguments, String message) {
        assertThat(run(SampleResults.small(), arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("ringlane: " + message + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
        assertThat(scenario).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --duration 5",
                "run --duration -1s",
                "run --duration 5Gbit/s",
                "replay x --rate 10",
                "replay x --rate 10bps"
            })
    void shouldRefuseAQuantityWithoutItsUnit(String arguments) {
        assertThat(run(SampleResults.small(), arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("ringlane: invalid value for option '--")
                .contains("write ")
                .hasLineCount(1);
    }

    @Test
    void shouldRefuseWithoutACommand() {
        assertThat(run(SampleResults.small())).isEqualTo(2);
        assertThat(err.toString())
                .contains("a command is missing: run, replay,")
                .hasLineCount(1);
    }

    @Test
    void shouldNameTheLineOfEveryMistakeInAScenario() throws IOException {
        String file = file("bad.yaml", SCENARIO.replace("c5n.18xlarge", "c5n.18xlarg"));

        assertThat(run(SampleResults.small(), "run", file)).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("ringlane: " + file + ":")
                        .contains("did you mean 'c5n.18xlarge'?"));
    }

    @Test
    void shouldBlameTheInputWhenTheRunnerDoes() {
        int exitCode = run(
                (s, observer) -> {
                    throw new RunException("no host has room\nfor instance b");
                },
                "run");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("ringlane: no host has room for instance b" + System.lineSeparator());
    }

    @Test
    void shouldOwnUpToItsOwnFaultsWithoutATrace() {
        Runner broken = (s, observer) -> {
            throw new IllegalStateException("worker 1 stopped", new ArithmeticException("/ by zero"));
        };

        assertThat(run(broken, "run")).isEqualTo(70);
        assertThat(err.toString())
                .isEqualTo("ringlane: internal error: java.lang.ArithmeticException: / by zero; --debug shows where"
                        + System.lineSeparator());
    }

    @Test
    @Timeout(30)
    void shouldEndWithTheCauseInOneLineWhenAWorkerDies() {
        Thread test = Thread.currentThread();
        NanoClock broken = () -> {
            if (Thread.currentThread() != test) {
                throw new ArithmeticException("no such time");
            }
            return 0;
        };
        Runner runner = (s, observer) -> {
            try (DataPlane plane =
                    DataPlane.builder().clock(broken).router(NO_ROUTES).build()) {
                plane.start();
                while (true) {
                    plane.checkHealth();
                    Thread.onSpinWait();
                }
            }
        };

        assertThat(run(runner, "run")).isEqualTo(70);
        assertThat(err.toString())
                .isEqualTo("ringlane: internal error: java.lang.ArithmeticException: no such time; --debug shows where"
                        + System.lineSeparator());
    }

    @Test
    void shouldSurviveAnError() {
        Runner broken = (s, observer) -> {
            throw new OutOfMemoryError("Java heap space");
        };

        assertThat(run(broken, "run")).isEqualTo(70);
        assertThat(err.toString())
                .contains("java.lang.OutOfMemoryError: Java heap space")
                .hasLineCount(1);
    }

    @Test
    void shouldShowATraceWhenDebugging() {
        Runner broken = (s, observer) -> {
            throw new IllegalStateException("worker 1 stopped");
        };

        run(broken, "run", "--debug");
        assertThat(err.toString()).contains("at io.ringlane.");

        err.getBuffer().setLength(0);
        environment = Map.of("RINGLANE_DEBUG", "1");
        run(broken, "run");
        assertThat(err.toString()).contains("at io.ringlane.");
    }

    @Test
    void shouldKeepStandardOutputForTheJson() {
        assertThat(run(SampleResults.small(), "run", "--json", "-")).isZero();
        assertThat(new JsonMapper().readTree(out.toString()).get("seed").asLong())
                .isEqualTo(42);
        assertThat(err.toString()).startsWith("hpc-and-kafka  virtual clock");
    }

    @Test
    void shouldWriteTheFilesAskedFor() {
        Path json = directory.resolve("result.json");
        Path report = directory.resolve("deep/report");

        assertThat(run(SampleResults.small(), "run", "--json", json.toString(), "--report", report.toString()))
                .isZero();
        assertThat(json).content().startsWith("{").contains("\"deliveredBitsPerSecond\"");
        assertThat(report.resolve("report.html")).isRegularFile();
        assertThat(report.resolve("result.json")).hasSameTextualContentAs(json);
        assertThat(report.resolve("latency/inside.hlog")).isRegularFile();
        assertThat(err.toString()).contains("report.html").hasLineCount(1);
    }

    @Test
    void shouldTakeAPageForAReportAndPutTheOtherFilesBesideIt() {
        Path page = directory.resolve("deep/mine.html");

        assertThat(run(SampleResults.small(), "run", "--report", page.toString()))
                .isZero();
        assertThat(page).content().contains("<a href=\"mine.json\">", "<a href=\"mine-latency/inside.hlog\">");
        assertThat(page.resolveSibling("mine.json")).isRegularFile();
        assertThat(page.resolveSibling("mine-latency").resolve("inside.hlog")).isRegularFile();
        assertThat(err.toString()).contains("mine.html").hasLineCount(1);
    }

    @Test
    void shouldFindOutBeforeTheRunThatAReportCannotBeWritten() throws IOException {
        String occupied = file("occupied", "");

        assertThat(run(SampleResults.small(), "run", "--report", occupied)).isEqualTo(2);
        assertThat(err.toString())
                .contains(occupied + ": is there already and is not a directory")
                .hasLineCount(1);
        assertThat(scenario).isNull();
    }

    @Test
    void shouldPrintNothingWhenQuietAndGood() {
        assertThat(run(SampleResults.small(), "run", "--quiet")).isZero();
        assertThat(out.toString() + err).isEmpty();
    }

    @Test
    void shouldNameWhatWentWrongEvenWhenQuiet() {
        run(SampleResults.withVerdicts(Verdict.MET, Verdict.MISSED), "run", "--quiet");
        run(SampleResults.voided(), "run", "--quiet");

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "ringlane: missed: outside: p99 at most 1 ms, measured 1.18 ms",
                        "ringlane: void: the load generator sent 91% of its rate");
    }

    @Test
    void shouldRefuseToWriteOverWhatItReads() throws IOException {
        String capture = file("in.pcap", "");
        for (String option : new String[] {"--pcapng", "--json"}) {
            assertThat(run(SampleResults.small(), "replay", capture, option, capture))
                    .isEqualTo(2);
            assertThat(err.toString()).contains(capture + ": is the input too, and would be overwritten");
        }
        assertThat(replay).isNull();
    }

    @Test
    void shouldHandEverythingToTheReplay() throws IOException {
        String capture = file("in.pcap", "");
        String sent = directory.resolve("out.pcapng").toString();

        assertThat(run(SampleResults.small(), "replay", capture)).isZero();
        assertThat(replay)
                .isEqualTo(new ReplayOptions(Path.of(capture), 0, 0, null, "virtual", 0, 42, 1))
                .matches(ReplayOptions::keepsTiming);

        run(
                SampleResults.small(),
                "replay",
                capture,
                "--rate",
                "12Gbit/s",
                "--pcapng",
                sent,
                "--clock=real",
                "--seed=3");
        assertThat(replay)
                .isEqualTo(new ReplayOptions(Path.of(capture), 12_000_000_000L, 0, Path.of(sent), "real", 0, 3, 1));

        run(SampleResults.small(), "replay", capture, "--rate", "2Mpps", "--duration", "1s", "--workers", "2");
        assertThat(replay)
                .isEqualTo(new ReplayOptions(Path.of(capture), 0, 2_000_000, null, "virtual", 1_000_000_000L, 42, 2));
    }

    @Test
    void shouldBlameTheCaptureInOneLine() throws IOException {
        Replayer broken = (options, observer) -> {
            throw new IOException(options.capture().getFileName() + ": record 7 ends outside the file");
        };

        int exitCode = execute(new Engines(null, broken), "replay", file("cut.pcap", ""));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("ringlane: cut.pcap: record 7 ends outside the file" + System.lineSeparator());
    }

    @Test
    @EnabledIf("hasFullDisk")
    void shouldNameTheFileThatDoesNotFit() throws IOException {
        Path capture = Path.of("..", "scenarios", "captures", "redis-short.pcap");

        assertThat(run(SampleResults.small(), "run", "--json", FULL_DISK)).isEqualTo(2);
        assertThat(execute(
                        Engines.standard(), "replay", capture.toString(), "--pcapng", FULL_DISK, "--duration", "1ms"))
                .isEqualTo(2);

        String line = "ringlane: " + FULL_DISK + ": No space left on device" + System.lineSeparator();
        assertThat(err.toString().replaceAll("(?m)^ringlane: \\w+ .*%.*\\R", ""))
                .contains(line + line);
    }

    @Test
    void shouldNameTheReportFileThatCannotBeWritten() throws IOException {
        Path page = Files.createDirectories(directory.resolve("out").resolve("report.html"));

        assertThat(run(
                        SampleResults.small(),
                        "run",
                        "--report",
                        page.getParent().toString()))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("ringlane: " + page + ": ");
    }

    @Test
    @EnabledIf("hasFullDisk")
    void shouldNotEndWellWhenStandardOutputIsFull() throws IOException {
        try (PrintWriter full = new PrintWriter(Files.newBufferedWriter(Path.of(FULL_DISK)))) {
            Terminal terminal = new Terminal(full, Style.PLAIN, new PrintWriter(err), Style.PLAIN, false);

            assertThat(Ringlane.execute(new String[] {"types"}, Engines.standard(), terminal, environment))
                    .isEqualTo(2);
        }
        assertThat(err.toString()).isEqualTo("ringlane: standard output cannot be written" + System.lineSeparator());
    }

    static boolean hasFullDisk() {
        boolean isThere = Files.isWritable(Path.of(FULL_DISK));
        if (!isThere) {
            System.err.println("NOT RUN: this system has no " + FULL_DISK);
        }
        return isThere;
    }

    @Test
    void shouldLintWithoutRunning() throws IOException {
        String good = file("good.yaml", SCENARIO);
        String bad = file("bad.yaml", SCENARIO.replace("to: b", "to: c"));

        assertThat(run(SampleResults.small(), "lint", good)).isZero();
        assertThat(out.toString()).isEqualTo(good + ": good" + System.lineSeparator());
        out.getBuffer().setLength(0);

        assertThat(run(SampleResults.small(), "lint", "--quiet", good, bad)).isEqualTo(2);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(bad + ":7:").contains("error: flows[0] (only).to"),
                        line -> assertThat(line).isEqualTo(bad + ": 1 error; it cannot be run"));
        assertThat(err.toString()).isEmpty();
        assertThat(scenario).isNull();
    }

    @Test
    void shouldEndWithAVerdictWhereThereAreOnlyWarnings() throws IOException {
        String odd = file("odd.yaml", SCENARIO.replace("20Gbit/s", "1Gbit/s"));

        assertThat(run(SampleResults.small(), "lint", odd)).isZero();
        assertThat(out.toString().lines()).hasSize(2).last().isEqualTo(odd + ": good, with 1 warning");
    }

    @Test
    void shouldSayBeforeARunWhatIsOddAboutItsScenario() throws IOException {
        String odd = file("odd.yaml", SCENARIO.replace("20Gbit/s", "1Gbit/s"));

        assertThat(run(SampleResults.small(), "run", odd)).isZero();
        assertThat(err.toString())
                .startsWith("ringlane: " + odd + ":7:3: warning: flows: every flow offers less than its cap")
                .hasLineCount(1);

        err.getBuffer().setLength(0);
        assertThat(run(SampleResults.small(), "run", odd, "--quiet")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldJudgeTheScenarioAsTheOptionsHaveIt() throws IOException {
        String good = file("good.yaml", SCENARIO);

        run(SampleResults.small(), "run", good, "--duration", "100ns");

        assertThat(err.toString()).contains("warning: flows[0] (only).rate: too slow to send a single frame in 100 ns");
    }

    @Test
    void shouldNotDrownARunInWarnings() throws IOException {
        StringBuilder many = new StringBuilder(SCENARIO);
        for (int i = 0; i < 15; i++) {
            many.insert(many.indexOf("flows:"), "  - {name: idle-" + i + ", type: c5n.large}\n");
        }
        String odd = file("odd.yaml", many.toString());

        run(SampleResults.small(), "run", odd);

        assertThat(err.toString().lines())
                .hasSize(11)
                .last()
                .isEqualTo("ringlane: and 5 more warnings: ringlane lint " + odd + " lists them");
    }

    @Test
    void shouldPointToTheCommandThatTakesTheFile() throws IOException {
        String scenarioFile = file("net.yaml", SCENARIO);
        String capture = Files.write(directory.resolve("in.pcap"), new byte[] {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2})
                .toString();

        assertThat(run(SampleResults.small(), "replay", scenarioFile)).isEqualTo(2);
        assertThat(run(SampleResults.small(), "run", capture)).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "ringlane: " + scenarioFile + ": a scenario is run by 'ringlane run " + scenarioFile + "'",
                        "ringlane: " + capture + ": error: the file is not UTF-8 text: a capture is sent by 'ringlane"
                                + " replay " + capture + "'");
    }

    @Test
    void shouldNameTheLineOfWhatCannotBePlaced() throws IOException {
        String full = file(
                "full.yaml",
                SCENARIO.replace("name: b, type: c5n.18xlarge", "name: b, type: c4.8xlarge, enhancedNetworking: ena"));

        for (String command : new String[] {"run", "plan", "explain"}) {
            err.getBuffer().setLength(0);
            String[] arguments =
                    command.equals("explain") ? new String[] {command, full, "a"} : new String[] {command, full};
            assertThat(run(SampleResults.small(), arguments)).isEqualTo(2);
            assertThat(err.toString())
                    .startsWith(
                            "ringlane: " + full + ":5:21: error: instances[1] (b).type: InvalidParameterCombination")
                    .hasLineCount(1);
        }
    }

    @Test
    void shouldListInstanceTypes() {
        assertThat(run(SampleResults.small(), "types", "c5n")).isZero();
        assertThat(out.toString().lines())
                .hasSize(7)
                .allMatch(line -> line.startsWith("c5n.") || line.startsWith("type"));
        assertThat(out.toString()).contains("100 Gbit/s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "replay --help", "lint --help", "types --help"})
    void shouldHelpWithExamples(String arguments) {
        assertThat(run(SampleResults.small(), arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("Usage: ringlane", "Examples:", "--debug");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldExplainItsExitCodes() {
        run(SampleResults.small(), "--help");

        assertThat(out.toString())
                .contains("  0    good", "  1    an expectation", "  2  ", "  3  ", "  4    void", "  70 ");
    }

    @Test
    void shouldKnowItsVersion() {
        assertThat(run(SampleResults.small(), "--version")).isZero();
        assertThat(out.toString()).startsWith("ringlane ").contains("Java " + System.getProperty("java.version"));
    }

    private int run(RunResult result, String... arguments) {
        return execute(
                new Engines(
                        (s, observer) -> {
                            scenario = s;
                            return result;
                        },
                        (options, observer) -> {
                            replay = options;
                            return result;
                        }),
                arguments);
    }

    private int run(Runner runner, String... arguments) {
        return execute(new Engines(runner, null), arguments);
    }

    private int execute(Engines engines, String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out), Style.PLAIN, new PrintWriter(err), Style.PLAIN, false);
        return Ringlane.execute(arguments, engines, terminal, environment);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
