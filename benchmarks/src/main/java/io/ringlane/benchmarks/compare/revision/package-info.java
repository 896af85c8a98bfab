/**
 * From what the user wrote to a jar that can be run: a revision is built in a worktree of its own and kept by commit, a
 * jar is taken as it is.
 * <p>
 * Threads: the caller's. Must not know: what a jar is run for. The checkout and its index are never touched.
 */
package io.ringlane.benchmarks.compare.revision;
