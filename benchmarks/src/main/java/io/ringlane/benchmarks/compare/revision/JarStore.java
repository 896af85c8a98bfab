package io.ringlane.benchmarks.compare.revision;

import io.ringlane.benchmarks.compare.jmh.CommandResult;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Jars by commit. What is not there yet is built in a worktree that is gone afterwards; two processes that want the same
 * commit build it once.
 */
public final class JarStore {

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(20);
    private static final int REMOVALS = 20;
    private static final long REMOVAL_PAUSE_MS = 100;
    private static final String JAR = "benchmarks.jar";

    private final Path folder;
    private final Path repository;
    private final BuildRecipe recipe;
    private final Consumer<String> progress;
    private final Git git;

    /**
     * @param folder where jars stay and worktrees come and go
     * @param progress told in a line what takes a while, and what the user should know
     */
    public JarStore(
            final Path folder, final Path repository, final BuildRecipe recipe, final Consumer<String> progress) {
        this.folder = folder;
        this.repository = repository;
        this.recipe = recipe;
        this.progress = progress;
        this.git = new Git(repository);
    }

    /** What the user wrote, known to be there: a jar, or a revision that may still have to be built. */
    public final class Named {
        private final String written;
        private final String commit;

        private Named(final String written, final String commit) {
            this.written = written;
            this.commit = commit;
        }

        /**
         * Its jar.
         *
         * @throws IOException if it does not build; the message says where the output is
         */
        public Candidate built() throws IOException, InterruptedException {
            return new Candidate(
                    written,
                    commit,
                    commit.isEmpty() ? Path.of(written).toAbsolutePath().normalize() : jarOf(commit));
        }
    }

    /**
     * Finds what the user wrote: a file, else a revision. Builds nothing.
     *
     * @throws IOException if it is neither; the message says what to do
     */
    public Named named(final String written) throws IOException, InterruptedException {
        if (Files.isRegularFile(Path.of(written))) {
            return new Named(written, "");
        }
        final Optional<String> commit = git.commitOf(written);
        if (commit.isEmpty()) {
            throw new IOException("'" + written + "' is neither a jar nor a revision of " + repository
                    + (written.endsWith(".jar") ? "; there is no such file" : "; 'git log --all' lists revisions"));
        }
        if (git.isDirty() && commit.equals(git.commitOf("HEAD"))) {
            progress.accept("there are uncommitted changes; they are not part of " + written);
        }
        return new Named(written, commit.get());
    }

    private Path jarOf(final String commit) throws IOException, InterruptedException {
        final Path kept = folder.resolve("jars").resolve(commit + "-" + recipe.fingerprint());
        Files.createDirectories(kept.getParent());
        try (FileChannel lock = FileChannel.open(
                        folder.resolve("jars.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            if (held.isValid() && !Files.isRegularFile(kept.resolve(JAR))) {
                build(commit, kept);
            }
        }
        return kept.resolve(JAR);
    }

    private void build(final String commit, final Path kept) throws IOException, InterruptedException {
        progress.accept("building " + commit + " ...");
        final Path worktree = folder.resolve("worktrees").resolve(commit);
        final Path log = folder.resolve("build-" + commit + ".txt");
        git.removeWorktree(worktree);
        final Thread cleaner = new Thread(() -> removeAsTheJvmEnds(worktree), "remove-worktree");
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            git.addWorktree(worktree, commit);
            final CommandResult ended =
                    CommandResult.run(List.of("sh", "-c", recipe.command()), worktree, log, BUILD_LIMIT);
            if (ended.exitCode() != 0) {
                throw new IOException(
                        commit + " does not build; the output of '" + recipe.command() + "' is in " + log);
            }
            keep(onlyJar(worktree), kept);
            Files.delete(log);
        } finally {
            git.removeWorktree(worktree);
            unhook(cleaner);
        }
    }

    /** Stopped while it builds: git would keep a note of the worktree. The build, killed just now, may still write. */
    private void removeAsTheJvmEnds(final Path worktree) {
        try {
            for (int i = 0; i < REMOVALS; i++) {
                git.removeWorktree(worktree);
                if (!Files.exists(worktree)) {
                    return;
                }
                Thread.sleep(REMOVAL_PAUSE_MS);
            }
        } catch (final IOException | InterruptedException e) {
            progress.accept("'git worktree remove --force " + worktree + "' is left to do: " + e.getMessage());
        }
    }

    private static void unhook(final Thread cleaner) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (final IllegalStateException e) {
            return; // this JVM is going down, and the hook is running
        }
    }

    private Path onlyJar(final Path worktree) throws IOException {
        final PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + recipe.jarGlob());
        try (Stream<Path> files = Files.walk(worktree)) {
            final List<Path> jars = files.filter(file -> matcher.matches(worktree.relativize(file)))
                    .filter(file -> !file.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
                    .sorted()
                    .toList();
            if (jars.size() != 1) {
                throw new IOException("the build left " + (jars.isEmpty() ? "no jar" : jars.size() + " jars") + " at "
                        + recipe.jarGlob() + "; there must be one");
            }
            return jars.get(0);
        }
    }

    /** Under its last name only when whole, so that a build that is cut short leaves nothing to be taken for a jar. */
    private static void keep(final Path jar, final Path kept) throws IOException {
        final Path partial = kept.resolveSibling(kept.getFileName() + ".part");
        deleteTree(partial);
        deleteTree(kept);
        Files.createDirectories(partial);
        Files.copy(jar, partial.resolve(JAR));
        final Path lib = jar.resolveSibling("lib");
        if (Files.isDirectory(lib)) {
            Files.createDirectory(partial.resolve("lib"));
            try (Stream<Path> files = Files.list(lib)) {
                for (final Path file : files.toList()) {
                    Files.copy(file, partial.resolve("lib").resolve(file.getFileName()));
                }
            }
        }
        Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void deleteTree(final Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
