package io.ringlane.dataplane.nic;

/** MAC addresses as 48-bit numbers, the first byte on the wire highest: 02:00:00:00:00:01 is 0x020000000001. */
public final class MacAddress {

    private MacAddress() {}

    /** {@code 02:00:00:00:00:01}. */
    public static String format(final long mac) {
        final StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            final int octet = (int) (mac >>> shift) & 0xFF;
            text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xF, 16));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }

    /** The 48 bits in wire order, as a little-endian load of six bytes sees them. */
    static long wireOrder(final long mac) {
        return Long.reverseBytes(mac) >>> 16;
    }

    /** @throws IllegalArgumentException unless the address is a unicast one of 48 bits */
    static long requireUnicast(final long mac) {
        if (mac >>> 48 != 0 || (mac >>> 40 & 1) != 0 || mac == 0) {
            throw new IllegalArgumentException("not a unicast MAC address: 0x" + Long.toHexString(mac));
        }
        return mac;
    }
}
