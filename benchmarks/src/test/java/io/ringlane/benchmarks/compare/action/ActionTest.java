package io.ringlane.benchmarks.compare.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The action's own steps, cut out of its file and run by the shell with the options that GitHub gives it, around a stand-in
 * for {@code scripts/compare}; and the script that comments, run by Node.js against a pull request kept in a file.
 */
class ActionTest {

    /** Says what it was called with, and leaves a verdict unless it is asked to fail without one. */
    private static final String COMPARE = """
            #!/usr/bin/env bash
            printf '%s\\n' "$@" >"$CALLED"
            while [ "$1" != --out ]; do shift; done
            mkdir -p "$2"
            [ "$EXIT" = 2 ] && exit 2
            printf '{\\n  "ringlaneVerdict" : 1,\\n  "verdict" : "%s",\\n  "metrics" : [ { "verdict" : "OTHER" } ]\\n}\\n' \\
                "$VERDICT" >"$2/verdict.json"
            printf '### %s: so it is\\n\\n<details>everything</details>\\n' "$VERDICT" >"$2/verdict.md"
            exit "$EXIT"
            """;

    private static final Path ACTION = Path.of("..", ".github", "actions", "compare", "action.yml");

    @TempDir
    Path folder;

    private Map<String, Object> action;
    private List<Map<String, Object>> steps;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void readAction() throws IOException {
        action =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(ACTION));
        steps = (List<Map<String, Object>>) ((Map<String, Object>) action.get("runs")).get("steps");
        final Path scripts = Files.createDirectories(folder.resolve("project/scripts"));
        Files.createDirectories(folder.resolve("project/.github/actions/compare"));
        Files.createFile(
                scripts.resolve("compare"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(scripts.resolve("compare"), COMPARE);
    }

    @Test
    void shouldPassItsInputsOnAndItsVerdictOut() throws Exception {
        final int code = compare("REGRESSED", 1, Map.of("BENCH", "a|b c", "ARGUMENTS", "--quick -- -wi 1"));

        assertThat(code)
                .as("judged by a later step, so that the comment is written first")
                .isZero();
        assertThat(Files.readAllLines(folder.resolve("called")))
                .containsExactly(
                        "HEAD^1",
                        "HEAD",
                        "--margin",
                        "3%",
                        "--forks",
                        "10",
                        "--repository",
                        "/checkout",
                        "--out",
                        folder.resolve("compare").toString(),
                        "--bench",
                        "a|b c",
                        "--quick",
                        "--",
                        "-wi",
                        "1");
        assertThat(Files.readAllLines(folder.resolve("output")))
                .containsExactly("exit-code=1", "verdict=REGRESSED", "folder=" + folder.resolve("compare"));
        assertThat(folder.resolve("summary")).content().startsWith("### REGRESSED: so it is");
    }

    @Test
    void shouldHaveNoVerdictWhereNothingWasCompared() throws Exception {
        compare("GOOD", 0, Map.of());
        Files.delete(folder.resolve("output"));

        assertThat(compare("GOOD", 2, Map.of())).isZero();

        assertThat(Files.readAllLines(folder.resolve("output")))
                .as("a verdict of an earlier call is none of this one")
                .contains("exit-code=2", "verdict=");
    }

    @Test
    void shouldRefuseAnUnknownFailOnBeforeItMeasures() throws Exception {
        assertThat(compare("GOOD", 0, Map.of("FAIL_ON", "always"))).isEqualTo(2);
        assertThat(folder.resolve("called")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "0, regressed, 0",
        "1, regressed, 1",
        "1, never, 0",
        "3, regressed, 0",
        "3, inconclusive, 3",
        "4, regressed, 0",
        "4, inconclusive, 4",
        "4, never, 0",
        "2, never, 2"
    })
    void shouldFailTheJobAsAsked(final int code, final String failOn, final int expected) throws Exception {
        final Map<String, Object> last = steps.get(steps.size() - 1);

        assertThat(bash(last, Map.of("CODE", Integer.toString(code), "FAIL_ON", failOn)))
                .isEqualTo(expected);
    }

    @Test
    void shouldUseEachOfItsInputsAndNoOther() throws Exception {
        final Set<String> used = Pattern.compile("inputs\\.([\\w-]+)")
                .matcher(Files.readString(ACTION))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(((Map<?, ?>) action.get("inputs")).keySet()).isEqualTo(used);
    }

    @Test
    void shouldLeaveOneCommentAndEditItInPlace() throws Exception {
        final Path pullRequest = Files.writeString(
                folder.resolve("pull-request.json"),
                "{\"comments\": [{\"id\": 1, \"user\": {\"type\": \"User\"}, \"body\": \"<!-- ringlane-compare: x --> no bot\"}]}");

        comment(pullRequest, "### GOOD: at first\n\n<details>everything</details>\n");
        comment(pullRequest, "### REGRESSED: then\n\n<details>everything</details>\n");

        final JsonNode comments =
                new ObjectMapper().readTree(Files.readString(pullRequest)).path("comments");
        assertThat(comments).hasSize(2);
        assertThat(comments.path(1).path("issue").asInt()).isEqualTo(7);
        assertThat(comments.path(1).path("body").asString())
                .startsWith("<!-- ringlane-compare: x -->\n### REGRESSED: then")
                .contains(
                        "[every fork](https://git.example/artefact)",
                        "https://git.example/example/parser/actions/runs/4711",
                        "0123456789")
                .doesNotContain("at first");
    }

    @Test
    void shouldCutWhatGitHubWouldRefuseAndStandATokenThatMayOnlyRead() throws Exception {
        final Path pullRequest = Files.writeString(folder.resolve("pull-request.json"), "{\"comments\": []}");

        comment(pullRequest, "### GOOD: long\n\n<details>" + "x".repeat(70_000) + "</details>\n");

        final String body = new ObjectMapper()
                .readTree(Files.readString(pullRequest))
                .path("comments")
                .path(0)
                .path("body")
                .asString();
        assertThat(body).hasSizeLessThan(1_000).contains("GOOD: long", "The whole table is in the artefact.");

        Files.writeString(pullRequest, "{\"comments\": [], \"isReadOnly\": true}");
        assertThat(comment(pullRequest, "### GOOD: unseen\n<details></details>\n"))
                .contains("the verdict is in the summary");
    }

    private int compare(final String verdict, final int exit, final Map<String, String> inputs) throws Exception {
        final Map<String, String> environment = new HashMap<>(
                Map.of("BASE", "HEAD^1", "HEAD", "HEAD", "MARGIN", "3%", "FORKS", "10", "FAIL_ON", "regressed"));
        List.of("BENCH", "BUILD", "JAR", "ARGUMENTS", "MAX_FORKS").forEach(name -> environment.put(name, ""));
        environment.putAll(inputs);
        environment.put("FOLDER", folder.resolve("compare").toString());
        environment.put(
                "GITHUB_ACTION_PATH",
                folder.resolve("project/.github/actions/compare").toString());
        environment.put("GITHUB_WORKSPACE", "/checkout");
        environment.put("GITHUB_OUTPUT", folder.resolve("output").toString());
        environment.put("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
        environment.put("CALLED", folder.resolve("called").toString());
        environment.put("VERDICT", verdict);
        environment.put("EXIT", Integer.toString(exit));
        return bash(steps.get(0), environment);
    }

    /** As GitHub's {@code shell: bash} does it; what it says is dropped, since a runner would take it for its own. */
    private int bash(final Map<String, Object> step, final Map<String, String> environment) throws Exception {
        assertThat(step).containsEntry("shell", "bash");
        final Path script = Files.writeString(folder.resolve("step.sh"), (String) step.get("run"));
        final ProcessBuilder process =
                new ProcessBuilder("bash", "--noprofile", "--norc", "-eo", "pipefail", script.toString());
        process.environment().putAll(environment);
        return process.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Returns the notices of the step that comments. */
    @SuppressWarnings("unchecked")
    private String comment(final Path pullRequest, final String verdict) throws Exception {
        if (!isThere("node")) {
            System.err.println("NOT RUN: the step that comments, as there is no node on the PATH; install Node.js");
        }
        assumeTrue(isThere("node"), "NOT RUN: no node on the PATH");
        final Map<String, Object> step = steps.stream()
                .filter(one -> ((String) one.getOrDefault("uses", "")).startsWith("actions/github-script@"))
                .findFirst()
                .orElseThrow();
        final Path script = Files.writeString(
                folder.resolve("step.js"), (String) ((Map<String, Object>) step.get("with")).get("script"));
        Files.writeString(folder.resolve("verdict.md"), verdict);
        final Path harness = folder.resolve("github.js");
        try (InputStream in = ActionTest.class.getResourceAsStream("github.js")) {
            Files.write(harness, in.readAllBytes());
        }
        final List<String> command =
                new ArrayList<>(List.of("node", harness.toString(), script.toString(), pullRequest.toString()));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("FOLDER", folder.toString(), "ARTIFACT", "https://git.example/artefact", "NAME", "x"));
        final Process process = builder.start();
        final String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static boolean isThere(final String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
