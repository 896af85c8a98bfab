/**
 * How long a frame takes through the data plane, one way and there and back, at given rates, measured from when it was due: a
 * program of its own, since JMH counts operations and not what each of them waited for.
 * <p>
 * Threads: see {@link io.ringlane.benchmarks.latency.Layout}. Must not know: the control plane.
 */
package io.ringlane.benchmarks.latency;
