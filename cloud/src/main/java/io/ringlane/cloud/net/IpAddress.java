package io.ringlane.cloud.net;

import io.ringlane.cloud.resource.Ec2Exception;

/**
 * An IPv4 or IPv6 address: 128 bits, of which an IPv4 address uses the last 32 under the prefix ::ffff:0:0/96 (RFC 4291,
 * 2.5.5.2). So both families compare, sort and mask in the same way.
 *
 * @param high the first 64 bits, big-endian
 * @param low the last 64 bits, big-endian
 */
public record IpAddress(long high, long low) {

    private static final long MAPPED = 0xFFFF_0000_0000L;
    private static final int GROUPS = 8;

    /** Of an IPv4 address, a big-endian int: 10.0.0.1 is 0x0A000001. */
    public static IpAddress ofIpv4(int address) {
        return new IpAddress(0, MAPPED | Integer.toUnsignedLong(address));
    }

    /** Whether this is an IPv4 address. */
    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** The IPv4 address as a big-endian int; meaningless for IPv6. */
    public int ipv4() {
        return (int) low;
    }

    /** The address so many after this one; stays within the last 64 bits. */
    public IpAddress plus(long offset) {
        return new IpAddress(high, low + offset);
    }

    /** 224.0.0.0/4 or ff00::/8. */
    public boolean isMulticast() {
        return isIpv4() ? ipv4() >>> 28 == 0xE : high >>> 56 == 0xFF;
    }

    /** 169.254.0.0/16, fe80::/10, or the fd00:ec2::/32 that EC2 keeps for its services. */
    public boolean isLinkLocal() {
        return isIpv4() ? ipv4() >>> 16 == 0xA9FE : high >>> 54 == 0x3FA || high >>> 32 == 0xFD000EC2L;
    }

    /**
     * Whether the internet may route to it: not private (RFC 1918, RFC 4193), shared (RFC 6598), link-local, loopback, multicast,
     * reserved (240.0.0.0/4) or of "this network" (0.0.0.0/8). Blocks for documentation and benchmarks count as global, for tests
     * and Ringlane's pools take their addresses from there.
     */
    public boolean isGlobal() {
        if (isMulticast() || isLinkLocal()) {
            return false;
        }
        if (!isIpv4()) {
            return high >>> 57 != 0xFC >>> 1
                    && (high != 0 || low >>> 32 != 0); // unique local; ::, ::1 and what embeds IPv4
        }
        int address = ipv4();
        int first = address >>> 24;
        return first != 0
                && first != 10
                && first != 127
                && first < 240
                && address >>> 20 != 0xAC1 // 172.16.0.0/12
                && address >>> 16 != 0xC0A8 // 192.168.0.0/16
                && address >>> 22 != 0x191; // 100.64.0.0/10
    }

    /**
     * Reads {@code 10.0.0.1} or {@code 2001:db8::1}. Names are not looked up.
     *
     * @throws Ec2Exception {@code InvalidParameterValue}
     */
    public static IpAddress parse(String text) {
        IpAddress address = text == null ? null : text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
        if (address == null) {
            throw Ec2Exception.invalidValue(
                    text, "address", "This is not a valid IP address such as 10.0.0.1 or 2001:db8::1.");
        }
        return address;
    }

    private static IpAddress parseIpv4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return null;
        }
        int address = 0;
        for (String octet : octets) {
            int value = number(octet, 10, 3);
            if (value < 0 || value > 255) {
                return null;
            }
            address = address << 8 | value;
        }
        return ofIpv4(address);
    }

    private static IpAddress parseIpv6(String text) {
        int gap = text.indexOf("::");
        String[] front = groups(gap < 0 ? text : text.substring(0, gap));
        String[] back = groups(gap < 0 ? "" : text.substring(gap + 2));
        int given = front.length + back.length;
        if (gap < 0 ? given != GROUPS : given >= GROUPS) {
            return null;
        }
        long[] halves = new long[2];
        for (int i = 0; i < GROUPS; i++) {
            int fromBack = i - (GROUPS - back.length);
            int value = i < front.length ? number(front[i], 16, 4) : fromBack >= 0 ? number(back[fromBack], 16, 4) : 0;
            if (value < 0) {
                return null;
            }
            halves[i / 4] = halves[i / 4] << 16 | value;
        }
        return new IpAddress(halves[0], halves[1]);
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static int number(String digits, int radix, int longest) {
        if (digits.isEmpty() || digits.length() > longest) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    /** {@code 10.0.0.1}, or IPv6 in the form of RFC 5952. */
    @Override
    public String toString() {
        if (isIpv4()) {
            return (ipv4() >>> 24) + "." + (ipv4() >>> 16 & 0xFF) + "." + (ipv4() >>> 8 & 0xFF) + "." + (ipv4() & 0xFF);
        }
        int gapStart = -1;
        int gapLength = 1; // a single zero group is written out
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && group(i + zeros) == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gapStart = i;
                gapLength = zeros;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        return (int) ((index < 4 ? high : low) >>> 48 - index % 4 * 16) & 0xFFFF;
    }
}
