/**
 * The stages of the datapath, each alone: parse, RSS, flow lookup, cap, timing wheel. Each beside a floor and beside
 * something known that does the like.
 * <p>
 * Threads: one. Must not know: other suites.
 */
package io.ringlane.benchmarks.stages;
