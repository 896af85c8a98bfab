package io.ringlane.benchmarks.stages;

import java.nio.ByteBuffer;

/** A parser as one writes it first: field by field, in network order, with the same checks on the way. */
final class ByteBufferParser {

    private static final int IPV4_ETHERTYPE = 0x0800;
    private static final int IPV6_ETHERTYPE = 0x86DD;
    private static final int L3 = 14;

    private ByteBufferParser() {}

    /** Writes addresses, ports and protocol; returns the word with the ports, or throws. */
    static long parse(final ByteBuffer frame, final long[] keys, final int key) {
        final int type = frame.getShort(12) & 0xFFFF;
        final int length = frame.limit();
        final int protocol;
        final int l4;
        if (type == IPV4_ETHERTYPE) {
            final int versionAndLength = frame.get(L3) & 0xFF;
            final int headerBytes = (versionAndLength & 0xF) * 4;
            final int totalBytes = frame.getShort(L3 + 2) & 0xFFFF;
            final int fragment = frame.getShort(L3 + 6) & 0x3FFF;
            if (versionAndLength >>> 4 != 4
                    || headerBytes < 20
                    || totalBytes < headerBytes
                    || L3 + totalBytes > length
                    || fragment != 0) {
                throw new IllegalStateException("not a whole IPv4 packet");
            }
            protocol = frame.get(L3 + 9) & 0xFF;
            keys[key] = (frame.getInt(L3 + 12) & 0xFFFF_FFFFL) << 32 | frame.getInt(L3 + 16) & 0xFFFF_FFFFL;
            l4 = L3 + headerBytes;
        } else if (type == IPV6_ETHERTYPE) {
            final int payloadBytes = frame.getShort(L3 + 4) & 0xFFFF;
            if ((frame.get(L3) & 0xF0) != 0x60 || L3 + 40 + payloadBytes > length) {
                throw new IllegalStateException("not a whole IPv6 packet");
            }
            protocol = frame.get(L3 + 6) & 0xFF;
            for (int i = 0; i < 4; i++) {
                keys[key + 2 + i] = frame.getLong(L3 + 8 + 8 * i);
            }
            l4 = L3 + 40;
        } else {
            throw new IllegalStateException("not IP");
        }
        final long ports = protocol == 6 || protocol == 17
                ? (frame.getShort(l4) & 0xFFFFL) << 16 | frame.getShort(l4 + 2) & 0xFFFFL
                : 0;
        keys[key + 1] = ports | (long) protocol << 32;
        return keys[key + 1];
    }
}
