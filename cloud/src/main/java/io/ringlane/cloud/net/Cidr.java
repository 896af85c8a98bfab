package io.ringlane.cloud.net;

import io.ringlane.cloud.resource.Ec2Exception;

/**
 * A block of addresses of one family. Bits of the base beyond the prefix are zero.
 *
 * @param base the first address
 * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Cidr(IpAddress base, int prefixLength) {

    /** Every IPv4 address. */
    public static final Cidr ANY_IPV4 = new Cidr(IpAddress.ofIpv4(0), 0);

    /** Every IPv6 address. */
    public static final Cidr ANY_IPV6 = new Cidr(new IpAddress(0, 0), 0);

    /**
     * Reads {@code 10.0.0.0/16} or {@code 2001:db8::/56}. Bits beyond the prefix are cleared, as EC2 does.
     *
     * @param parameter the parameter's name in the error
     * @throws Ec2Exception {@code InvalidParameterValue}
     */
    public static Cidr parse(String text, String parameter) {
        int slash = text == null ? -1 : text.indexOf('/');
        if (slash > 0) {
            try {
                IpAddress address = IpAddress.parse(text.substring(0, slash));
                int length = Integer.parseInt(text, slash + 1, text.length(), 10);
                if (length >= 0 && length <= (address.isIpv4() ? 32 : 128)) {
                    return of(address, length);
                }
            } catch (Ec2Exception | NumberFormatException e) {
                // said below, with the whole text
            }
        }
        throw Ec2Exception.invalidValue(
                text, parameter, "This is not a valid CIDR block such as 10.0.0.0/16 or 2001:db8::/56.");
    }

    /** The block of a prefix length that holds an address. */
    public static Cidr of(IpAddress address, int prefixLength) {
        int bits = prefixLength + (address.isIpv4() ? 96 : 0);
        return new Cidr(new IpAddress(address.high() & highMask(bits), address.low() & lowMask(bits)), prefixLength);
    }

    /** The block of one address. */
    public static Cidr host(IpAddress address) {
        return new Cidr(address, address.isIpv4() ? 32 : 128);
    }

    /** Whether this is a block of IPv4 addresses. */
    public boolean isIpv4() {
        return base.isIpv4();
    }

    /** Whether the block holds an address; never one of the other family. */
    public boolean contains(IpAddress address) {
        int bits = bits();
        return address.isIpv4() == isIpv4()
                && (address.high() & highMask(bits)) == base.high()
                && (address.low() & lowMask(bits)) == base.low();
    }

    /** Whether every address of the other block is one of this. */
    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength && contains(other.base);
    }

    /** Whether the blocks share an address. */
    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /** Whether this is every address of its family. */
    public boolean isAny() {
        return prefixLength == 0;
    }

    /** Addresses of the block; {@link Long#MAX_VALUE} for more than that. */
    public long size() {
        int hostBits = (isIpv4() ? 32 : 128) - prefixLength;
        return hostBits >= 63 ? Long.MAX_VALUE : 1L << hostBits;
    }

    /** The last address: of an IPv4 subnet, its broadcast address. */
    public IpAddress last() {
        int bits = bits();
        return new IpAddress(base.high() | ~highMask(bits), base.low() | ~lowMask(bits));
    }

    private int bits() {
        return prefixLength + (isIpv4() ? 96 : 0);
    }

    private static long highMask(int bits) {
        return bits >= 64 ? -1L : bits == 0 ? 0 : -1L << 64 - bits;
    }

    private static long lowMask(int bits) {
        return bits >= 128 ? -1L : bits <= 64 ? 0 : -1L << 128 - bits;
    }

    @Override
    public String toString() {
        return base + "/" + prefixLength;
    }
}
