package io.ringlane.core.packet;

/**
 * The hash of receive-side scaling: Toeplitz over addresses and ports under a 40-byte key.
 *
 * <p>Every input byte selects one of 256 precomputed words, so a hash of an IPv4 flow is 12 loads from a table of 36 KiB.
 * That table would crowd the L1 cache if it were used for every packet; the data plane hashes once a flow and keeps the
 * result in its record.
 *
 * <p>Immutable. Source: Microsoft, "RSS hashing types" and its verification suite; ENA and 82599 use the same function.
 */
public final class Toeplitz {

    /** Length of a key. */
    public static final int KEY_BYTES = 40;

    private static final int MAX_INPUT_BYTES = 36;

    private final int[] table = new int[MAX_INPUT_BYTES * 256];

    /**
     * @param key {@link #KEY_BYTES} bytes
     * @throws IllegalArgumentException if the key has another length
     */
    public Toeplitz(final byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "an RSS key has " + KEY_BYTES + " bytes, not " + key.length + " (ENA and 82599 alike)");
        }
        for (int position = 0; position < MAX_INPUT_BYTES; position++) {
            long window = 0; // the 40 key bits that the 8 bits of this byte slide over
            for (int i = 0; i < 5; i++) {
                window = window << 8 | (position + i < KEY_BYTES ? key[position + i] & 0xFF : 0);
            }
            for (int value = 1; value < 256; value++) {
                int hash = 0;
                for (int bit = 0; bit < 8; bit++) {
                    if ((value & 0x80 >>> bit) != 0) {
                        hash ^= (int) (window >>> (8 - bit));
                    }
                }
                table[position * 256 + value] = hash;
            }
        }
    }

    /**
     * Hashes an IPv4 flow.
     *
     * @param addresses source and destination as {@link PacketParser} keys hold them
     * @param ports both transport ports as keys hold them; only hashed if {@code hasPorts}
     */
    public int hashIpv4(final long addresses, final int ports, final boolean hasPorts) {
        final int hash = word(0, addresses);
        return hasPorts ? hash ^ halfWord(8, ports) : hash;
    }

    /** Hashes an IPv6 flow; the words are those of the key, source first. */
    public int hashIpv6(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean hasPorts) {
        final int hash =
                word(0, sourceHigh) ^ word(8, sourceLow) ^ word(16, destinationHigh) ^ word(24, destinationLow);
        return hasPorts ? hash ^ halfWord(32, ports) : hash;
    }

    private int word(final int position, final long bytes) {
        return halfWord(position, (int) bytes) ^ halfWord(position + 4, (int) (bytes >>> 32));
    }

    private int halfWord(final int position, final int bytes) {
        final int base = position * 256;
        return table[base + (bytes & 0xFF)]
                ^ table[base + 256 + (bytes >>> 8 & 0xFF)]
                ^ table[base + 512 + (bytes >>> 16 & 0xFF)]
                ^ table[base + 768 + (bytes >>> 24)];
    }
}
