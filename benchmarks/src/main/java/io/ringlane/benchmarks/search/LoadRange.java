package io.ringlane.benchmarks.search;

/**
 * Where a throughput lies, packets a second.
 *
 * @param lower the highest load that is carried; NaN if there is none
 * @param upper the lowest load that is not; NaN if there is none
 */
public record LoadRange(double lower, double upper) {}
