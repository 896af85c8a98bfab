package io.ringlane.dataplane.pipeline;

/**
 * A running hash over everything that became of packets, in order: two runs with the same digest did the same at the same
 * times. Not cryptographic; 128 bits against accident. One thread.
 */
public final class EventDigest implements PacketObserver {

    private static final long C0 = 0x9E3779B97F4A7C15L;
    private static final long C1 = 0xD6E8FEB86659FD93L;

    private long high = 0x243F6A8885A308D3L; // pi
    private long low = 0x13198A2E03707344L;
    private long events;

    @Override
    public void onPacket(final long timeNs, final int port, final long tag, final int lengthBytes, final int outcome) {
        final long what = (long) port << 40 ^ (long) lengthBytes << 16 ^ outcome;
        low = (Long.rotateLeft(low, 27) ^ timeNs * C0) * C1 + tag;
        high = (Long.rotateLeft(high, 31) ^ what * C1) * C0 + low;
        events++;
    }

    /** Adds another digest, as of a later worker. */
    public void add(final EventDigest other) {
        onPacket(other.low, 0, other.high, 0, (int) other.events);
    }

    /** 32 hexadecimal digits. */
    public String toHex() {
        return String.format("%016x%016x", high ^ events, low);
    }
}
