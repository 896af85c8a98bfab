package io.ringlane.benchmarks.compare.revision;

import io.ringlane.benchmarks.compare.jmh.CommandResult;
import io.ringlane.benchmarks.compare.jmh.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The few git commands that reading a revision takes. */
final class Git {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path repository;

    Git(final Path repository) {
        this.repository = repository;
    }

    /** The commit that a revision names, if it names one. */
    Optional<String> commitOf(final String revision) throws IOException, InterruptedException {
        if (revision.startsWith("-")) {
            return Optional.empty();
        }
        final List<String> lines = new ArrayList<>();
        final int code = run(lines, "rev-parse", "--verify", "--quiet", revision + "^{commit}");
        return code == 0 && !lines.isEmpty() ? Optional.of(lines.get(0).strip()) : Optional.empty();
    }

    /** Whether tracked files differ from the commit that is checked out. */
    boolean isDirty() throws IOException, InterruptedException {
        final List<String> lines = new ArrayList<>();
        return run(lines, "status", "--porcelain", "--untracked-files=no") == 0 && !lines.isEmpty();
    }

    void addWorktree(final Path folder, final String commit) throws IOException, InterruptedException {
        final List<String> lines = new ArrayList<>();
        if (run(lines, "worktree", "add", "--force", "--detach", folder.toString(), commit) != 0) {
            throw new IOException("git cannot make a worktree of " + commit + ": " + FailureText.of(lines));
        }
    }

    /** Takes the worktree and git's note of it away; one that is not there is no fault. */
    void removeWorktree(final Path folder) throws IOException, InterruptedException {
        run(new ArrayList<>(), "worktree", "remove", "--force", folder.toString());
        run(new ArrayList<>(), "worktree", "prune");
    }

    private int run(final List<String> lines, final String... arguments) throws IOException, InterruptedException {
        final Path output = Files.createTempFile("ringlane-git", ".txt");
        try {
            final List<String> command = Stream.concat(
                            Stream.of("git", "-C", repository.toString()), Stream.of(arguments))
                    .toList();
            final CommandResult ended = CommandResult.run(command, null, output, LIMIT);
            lines.addAll(Files.readAllLines(output));
            return ended.exitCode();
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
