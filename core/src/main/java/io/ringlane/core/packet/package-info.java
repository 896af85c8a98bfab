/**
 * Packet formats: layouts of headers, checksums, building frames and reading flow keys out of them.
 *
 * <p>Threads: everything here is stateless and may be called from any thread that owns the bytes. Allocates nothing on the way of a
 * packet. Bytes that came from outside are always checked; nothing is read beyond the length that the caller states. Must not know
 * about ports, queues, caps or files.
 *
 * <p>Frames start at the destination MAC address and end before the frame check sequence, which is never present.
 */
package io.ringlane.core.packet;
