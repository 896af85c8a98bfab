package io.ringlane.benchmarks.compare.session;

/** What a session as a whole says; the first that applies, in the order of its causes. */
public enum SessionVerdict {
    /** Nothing is worse by more than the margin. */
    GOOD(0),
    /** An exact outcome differs, HEAD does not run a benchmark, or one is worse by more than the margin. */
    REGRESSED(1),
    /** A benchmark cannot be judged. */
    INCONCLUSIVE(3),
    /** The control left the margin. */
    VOID(4);

    private final int exitCode;

    SessionVerdict(final int exitCode) {
        this.exitCode = exitCode;
    }

    /** Of the process. */
    public int exitCode() {
        return exitCode;
    }
}
