/**
 * Rings of io.ringlane.core.ring beside the libraries that do the like: an index alone, an index with a 64-byte frame
 * behind it, one thread, two threads, and there and back.
 * <p>
 * Each fork loads one implementation only, so the call through {@link io.ringlane.benchmarks.ring.IndexChannel} or
 * {@link io.ringlane.benchmarks.ring.FrameChannel} compiles to the ring's own code; never run these without forks.
 */
package io.ringlane.benchmarks.ring;
