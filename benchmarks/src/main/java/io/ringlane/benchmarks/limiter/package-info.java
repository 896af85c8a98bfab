/**
 * Caps beside the libraries that limit rates: what a decision costs, and how well the rate is kept against the wall clock.
 * <p>
 * Every one of them is asked for the same: packets of 1500 bytes at 5 or 10 Gbit/s, always one more waiting, as little at
 * once as its settings allow. Each fork loads one of them only.
 */
package io.ringlane.benchmarks.limiter;
