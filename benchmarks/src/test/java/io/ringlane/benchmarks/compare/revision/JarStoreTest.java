package io.ringlane.benchmarks.compare.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a small repository of its own, built by a shell command instead of Maven. */
class JarStoreTest {

    private static final String BUILD =
            "mkdir -p target/lib && cp code.txt target/b-1.jar && cp code.txt target/lib/l.jar"
                    + " && cp code.txt target/b-1-sources.jar && echo x >> ../../../builds.txt";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Path repository;

    @BeforeEach
    void makeRepository() throws Exception {
        repository = Files.createDirectory(folder.resolve("repository"));
        git("init", "-q");
        Files.writeString(repository.resolve("code.txt"), "one");
        git("add", "code.txt");
        commit("one");
        Files.writeString(repository.resolve("code.txt"), "two");
        commit("two");
    }

    @Test
    void shouldBuildEachRevisionOnceAndLeaveTheCheckoutAlone() throws Exception {
        Files.writeString(repository.resolve("code.txt"), "not committed");

        final Candidate base = store(BUILD).named("HEAD~1").built();
        final Candidate head = store(BUILD).named("HEAD").built();
        final Candidate again = store(BUILD).named(head.commit()).built();

        assertThat(base.jar()).hasContent("one");
        assertThat(head.jar()).hasContent("two");
        assertThat(head.jar().resolveSibling("lib/l.jar")).hasContent("two");
        assertThat(again.jar()).isEqualTo(head.jar());
        assertThat(Files.readAllLines(folder.resolve("builds.txt"))).hasSize(2);
        assertThat(repository.resolve("code.txt")).hasContent("not committed");
        assertThat(repository.resolve("target")).doesNotExist();
        assertThat(folder.resolve("out/worktrees/" + head.commit())).doesNotExist();
        assertThat(said).contains("there are uncommitted changes; they are not part of HEAD");
    }

    @Test
    void shouldFindANameWithoutBuildingIt() throws Exception {
        store(BUILD).named("HEAD~1");

        assertThat(folder.resolve("builds.txt")).doesNotExist();
        assertThatThrownBy(() -> store(BUILD).named("nosuch")).hasMessageContaining("neither");
    }

    @Test
    void shouldTakeAJarAsItIs() throws Exception {
        final Path jar = Files.writeString(folder.resolve("x.jar"), "jar");

        final Candidate candidate = store(BUILD).named(jar.toString()).built();

        assertThat(candidate.jar()).isEqualTo(jar.toAbsolutePath());
        assertThat(candidate.commit()).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldSayWhatIsNeitherAJarNorARevision() {
        assertThatThrownBy(() -> store(BUILD).named("nosuch").built())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'nosuch' is neither a jar nor a revision of " + repository);
        assertThatThrownBy(() -> store(BUILD).named("--output=x").built()).hasMessageContaining("neither");
    }

    @Test
    void shouldSayWhereTheOutputOfAFailedBuildIs() {
        assertThatThrownBy(() -> store("echo broken; false").named("HEAD").built())
                .hasMessageContaining("does not build")
                .hasMessageContaining("build-");
        assertThatThrownBy(() -> store("true").named("HEAD").built()).hasMessageContaining("no jar at target/b-*.jar");
        assertThat(folder.resolve("out/worktrees")).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNoWorktreeWhereItIsStoppedWhileItBuilds() throws Exception {
        final Path began = folder.resolve("began");
        final Process program = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Builder.class.getName(),
                        folder.resolve("out").toString(),
                        repository.toString(),
                        "echo x > " + began + "; sleep 1000")
                .inheritIO()
                .start();
        while (!Files.exists(began) && program.isAlive()) {
            Thread.sleep(10); // another process writes it; nothing here waits for a time
        }
        assertThat(folder.resolve("out/worktrees")).isNotEmptyDirectory();

        program.destroy();
        program.waitFor();

        assertThat(folder.resolve("out/worktrees")).isEmptyDirectory();
        assertThat(repository.resolve(".git/worktrees")).doesNotExist();
    }

    /** A program that builds HEAD. */
    static final class Builder {

        private Builder() {}

        public static void main(final String[] arguments) throws Exception {
            new JarStore(
                            Path.of(arguments[0]),
                            Path.of(arguments[1]),
                            new BuildRecipe(arguments[2], "target/b-*.jar"),
                            System.err::println)
                    .named("HEAD")
                    .built();
        }
    }

    private JarStore store(final String build) {
        return new JarStore(folder.resolve("out"), repository, new BuildRecipe(build, "target/b-*.jar"), said::add);
    }

    private void commit(final String message) throws Exception {
        git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "-q", "-a", "-m", message);
    }

    private void git(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("%s", command).isZero();
    }
}
