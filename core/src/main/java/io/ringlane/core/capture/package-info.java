/**
 * Capture files: reading pcap and pcapng, writing pcapng.
 *
 * <p>Threads: a reader or a writer belongs to one thread at a time. The only I/O in this module, and never on a packet's way. What a file
 * says about itself is not believed: no length from it is allocated or skipped unchecked. Must not know what is inside a frame.
 */
package io.ringlane.core.capture;
