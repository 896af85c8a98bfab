/**
 * Placement, in the two ways that must be quick: many instances onto many hosts, and the path between two of them. Each
 * beside a floor and beside something known that does the like.
 * <p>
 * Threads: one. Must not know: other suites.
 */
package io.ringlane.benchmarks.placement;
