package io.ringlane.cloud.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the READMEs of the modules show compiles, runs, and runs without a word on standard error from anything underneath. */
class ReadmeExamplesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "ringlane", "cloud", "example");
    private static final Path SCENARIO = Path.of("..", "scenarios", "first-steps.yaml");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "core, CoreExample",
        "dataplane, DataPlaneExample",
        "placement, PlacementExample",
        "cloud, RegionExample RunExample",
        "., FirstExample"
    })
    void shouldQuoteTheSourcesThatAreCompiledHere(String module, String examples) throws IOException {
        List<String> sources = new ArrayList<>();
        for (String example : examples.split(" ")) {
            sources.add(shown(example));
        }
        assertThat(blocks(module, "java")).isEqualTo(sources);
    }

    @Test
    void shouldNameTheVersionThatIsBuilt() throws IOException {
        Matcher version =
                Pattern.compile("(?m)^  <version>(.*)</version>").matcher(Files.readString(Path.of("..", "pom.xml")));

        assertThat(version.find()).isTrue();
        for (String module : new String[] {"cloud", "."}) {
            assertThat(blocks(module, "xml")).singleElement().asString().isEqualTo("""
                    <dependency>
                      <groupId>io.ringlane</groupId>
                      <artifactId>ringlane-cloud</artifactId>
                      <version>%s</version>
                    </dependency>
                    """.formatted(version.group(1)));
        }
    }

    @Test
    @Timeout(60)
    void shouldPaceTwoFramesByACap() throws Exception {
        assertThat(run(CoreExample.class)).contains("the first departs at 0 ns, the second at 2400 ns");
    }

    @Test
    @Timeout(60)
    void shouldCarryAFrameOverARoute() throws Exception {
        assertThat(run(DataPlaneExample.class)).contains("1500 bytes after 25");
    }

    @Test
    @Timeout(60)
    void shouldPlaceAClusterGroupAndSayWhy() throws Exception {
        assertThat(run(PlacementExample.class))
                .contains(
                        "cluster group: 10000000000 bit/s a flow, 18000 ns and up to 2000 more, MTU 9001",
                        "a runs here:",
                        "zone");
    }

    @Test
    @Timeout(60)
    void shouldDecideWhereAFlowGoes() throws Exception {
        assertThat(run(RegionExample.class)).contains("internet gateway");
    }

    @Test
    @Timeout(60)
    void shouldRunAScenarioOfItsOwnText() throws Exception {
        assertThat(run(FirstExample.class)).startsWith("GOOD, ").contains("packets beyond the flow's cap");
    }

    @Test
    @Timeout(60)
    void shouldRunAScenarioAndWriteItsReport() throws Exception {
        Files.createDirectories(folder.resolve("scenarios"));
        Files.copy(SCENARIO, folder.resolve("scenarios").resolve(SCENARIO.getFileName()));

        assertThat(run(RunExample.class)).contains("first-steps  virtual clock");
        assertThat(folder.resolve("out").resolve("report.html")).isNotEmptyFile();
    }

    /** As a user would: a JVM of its own, no flags, no logging provider. */
    private String run(Class<?> example) throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        example.getName())
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(err).isEmptyFile();
        assertThat(process.exitValue()).isZero();
        return Files.readString(out);
    }

    /** A source as the README shows it: without its package. */
    private static String shown(String name) throws IOException {
        String source = Files.readString(SOURCES.resolve(name + ".java"));
        return source.substring(source.indexOf("import "));
    }

    private static List<String> blocks(String module, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(Files.readString(ROOT.resolve(module).resolve("README.md")));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }
}
