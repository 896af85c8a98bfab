/**
 * One comparison from its first fork to its verdict: which forks run when, which blocks are run again, and what all of it
 * says together.
 * <p>
 * Threads: the caller's. Must not know: how a fork is run (it is given {@link
 * io.ringlane.benchmarks.compare.session.Forks}) or how a result is shown.
 */
package io.ringlane.benchmarks.compare.session;
