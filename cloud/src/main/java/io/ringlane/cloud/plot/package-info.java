/**
 * What any page of ours is drawn with: markup made safe, drawings, axes, latency by percentile, and the style sheet that
 * serves light and dark.
 *
 * <p>Threads: none. Must not know: runs, plans, benchmarks; only numbers and text.
 */
package io.ringlane.cloud.plot;
