package io.ringlane.benchmarks.compare.revision;

import java.nio.file.Path;

/**
 * One side of a comparison.
 *
 * @param label as the user wrote it
 * @param commit full hash; empty for a jar
 * @param jar to run, with {@code lib/} beside it if it needs one
 */
public record Candidate(String label, String commit, Path jar) {

    private static final int SHORT_HASH = 10;

    /** Such as {@code main (1a2b3c4d5e)}. */
    @Override
    public String toString() {
        return commit.isEmpty() || commit.startsWith(label)
                ? label
                : label + " (" + commit.substring(0, SHORT_HASH) + ")";
    }
}
