/**
 * Rings between two threads: how an instance and a NIC worker, or two workers, hand frames to each other.
 * <p>
 * {@link io.ringlane.core.ring.ExchangeRing} swaps one {@code long} for another in each slot and is what an instance and
 * its card share; {@link io.ringlane.core.ring.DescriptorRing} carries them one way, between workers; {@link
 * io.ringlane.core.ring.InlineRing} carries small frames inside its slots, for half the latency.
 * <p>
 * Threads: every ring has one producer and one consumer, each a single thread at a time. A side may move to another
 * thread when the move itself is a happens-before edge (starting or joining the thread, or a lock). Nothing here
 * blocks, waits, allocates after construction or starts a thread; how to wait is the caller's choice.
 * <p>
 * Must not know: what a descriptor means, frames and their region, NICs, clocks. A slot is bits.
 */
package io.ringlane.core.ring;
