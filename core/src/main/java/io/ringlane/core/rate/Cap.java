package io.ringlane.core.rate;

/**
 * A rate cap kept as an earliest departure time: {@code departure = max(now, next)}, {@code next = departure + cost}.
 *
 * <p>Time is counted in nanoseconds and 2^-28 fractions of one, so that the remainder of every cost is carried and the
 * average rate is exact to within the rounding of the cost of one unit: below 10^-6 relative up to 3.2 Tbit/s, and
 * always rounded towards a lower rate. The static methods are the arithmetic, for callers that keep the state elsewhere
 * (a flow record); an instance holds the state of one cap.
 *
 * <p>A tolerance lets a cap run ahead of its rate after idling, as the generic cell rate algorithm does (ITU-T I.371): it
 * is how instance bandwidth spends burst credits. Without a tolerance the cap paces.
 *
 * <p>A burst that arrives at one moment can be charged at once, {@link #admitsAll} and then {@link #chargeAll}, with the
 * same result as packet by packet.
 *
 * <p>One thread owns a cap; time comes in as an argument. State and settings are fields of one object, so that a charge
 * touches one or two cache lines; subclasses add names, not behaviour.
 */
public class Cap {

    /** Fraction bits of a cost: 28 keep {@code units * cost} below 2^63 for 65536 bytes at 16 kbit/s. */
    public static final int FRACTION_BITS = 28;

    /** Mask of the fraction in a sum of costs. */
    public static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;

    /** What {@link #admit} returns when the packet would wait past the horizon. */
    public static final long REFUSED = -1;

    /** The slowest rate for bytes; below it the arithmetic could overflow. */
    public static final long MIN_BITS_PER_SECOND = 16_000;

    private static final long MAX_TOLERANCE_NS = 1L << 62; // so that next - tolerance - now stays above -2^63
    private static final int MAX_PACKET_BYTES = 65_536;
    private static final int MIN_PACKET_BYTES = 14; // a frame's header
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_SECOND_FIXED = NANOS_PER_SECOND << FRACTION_BITS; // 2.7e17

    private final long byteCost;
    private final long packetCost;
    private final long toleranceNs;
    private final long horizonNs;
    private final boolean hasEqualDepartures; // whether two packets may get the same time: one costs less than 1 ns
    private final long chargeableBytes; // at once, so that their cost stays below 2^63; a packet has a byte at least
    private long nextNs;
    private long fraction;

    /**
     * @param byteCost 2^-28 ns a byte, see {@link #costOfByte}; 0 charges packets only
     * @param packetCost 2^-28 ns a packet, see {@link #costOfPacket}; 0 charges bytes only
     * @param toleranceNs how far the cap may run ahead after idling; 0 paces
     * @param horizonNs how long a packet may wait; beyond, it is refused
     */
    protected Cap(final long byteCost, final long packetCost, final long toleranceNs, final long horizonNs) {
        if (toleranceNs < 0 || horizonNs < 0) {
            throw new IllegalArgumentException(
                    "tolerance " + toleranceNs + " ns and horizon " + horizonNs + " ns must not be negative");
        }
        if (toleranceNs > MAX_TOLERANCE_NS) {
            throw new IllegalArgumentException(
                    "tolerance " + toleranceNs + " ns is beyond the longest, " + MAX_TOLERANCE_NS + " ns (146 years)");
        }
        this.byteCost = byteCost;
        this.packetCost = packetCost;
        this.toleranceNs = toleranceNs;
        this.horizonNs = horizonNs;
        this.hasEqualDepartures = packetCost + MIN_PACKET_BYTES * byteCost >>> FRACTION_BITS == 0;
        this.chargeableBytes = (1L << 62) / Math.max(byteCost, packetCost) - MAX_PACKET_BYTES; // the last one aside
    }

    /**
     * A cap on bytes.
     *
     * @param bitsPerSecond {@link #MIN_BITS_PER_SECOND} or more
     * @param toleranceNs how far the cap may run ahead after idling; 0 paces
     * @param horizonNs how long a packet may wait; beyond, it is refused
     */
    public static Cap ofBits(final long bitsPerSecond, final long toleranceNs, final long horizonNs) {
        return new Cap(costOfByte(bitsPerSecond), 0, toleranceNs, horizonNs);
    }

    /** A cap on packets, whatever their length; the other parameters as in {@link #ofBits}. */
    public static Cap ofPackets(final long packetsPerSecond, final long toleranceNs, final long horizonNs) {
        return new Cap(0, costOfPacket(packetsPerSecond), toleranceNs, horizonNs);
    }

    /**
     * What one byte costs at a rate, in 2^-28 ns, rounded up.
     *
     * @throws IllegalArgumentException below {@link #MIN_BITS_PER_SECOND}
     */
    public static long costOfByte(final long bitsPerSecond) {
        if (bitsPerSecond < MIN_BITS_PER_SECOND) {
            throw new IllegalArgumentException("a cap of " + bitsPerSecond + " bit/s is below the slowest supported, "
                    + MIN_BITS_PER_SECOND + " bit/s");
        }
        return ceilDivide(8 * NANOS_PER_SECOND_FIXED, bitsPerSecond); // 8 * 2.7e17 < 2^63
    }

    /**
     * What one packet costs at a rate, in 2^-28 ns, rounded up.
     *
     * @throws IllegalArgumentException below one packet a second
     */
    public static long costOfPacket(final long packetsPerSecond) {
        if (packetsPerSecond < 1) {
            throw new IllegalArgumentException(
                    "a cap of " + packetsPerSecond + " packets a second lets nothing through");
        }
        return ceilDivide(NANOS_PER_SECOND_FIXED, packetsPerSecond);
    }

    /**
     * Lets a packet through as early as the cap allows.
     *
     * @param nowNs the present; not before that of an earlier call
     * @param lengthBytes layer 2 without FCS, at most 65536
     * @return when it may depart, {@code nowNs} or later, or {@link #REFUSED}, which leaves the cap unchanged
     */
    public final long admit(final long nowNs, final int lengthBytes) {
        final long next = nextNs;
        final long waitNs = next - toleranceNs - nowNs;
        if (waitNs > horizonNs) {
            return REFUSED;
        }
        charge(next, nowNs, packetCost + lengthBytes * byteCost);
        return waitNs > 0 ? nowNs + waitNs : nowNs;
    }

    /**
     * Whether packets that arrive together would all depart at {@code nowNs}. Changes nothing.
     *
     * @param packets how many come before the last one, 0 or more
     * @param bytes their length together
     */
    public final boolean admitsAll(final long nowNs, final int packets, final long bytes) {
        final long next = nextNs;
        final long carried = next < nowNs ? 0 : fraction;
        return bytes <= chargeableBytes
                && Math.max(next, nowNs) + (carried + packets * packetCost + bytes * byteCost >>> FRACTION_BITS)
                        <= nowNs + toleranceNs;
    }

    /**
     * {@link #admitsAll} for all but the last packet and, if it says so, {@link #chargeAll} for all, in one go.
     *
     * @param packets how many, the last one counted
     * @param bytes their length together
     * @param lastBytes length of the last one
     * @return whether they were charged; else nothing changed
     */
    public final boolean chargeIfAllPass(final long nowNs, final int packets, final long bytes, final int lastBytes) {
        final long next = nextNs;
        final long carried = next < nowNs ? 0 : fraction;
        final long startNs = Math.max(next, nowNs);
        final long sum = carried + packets * packetCost + bytes * byteCost;
        if (bytes - lastBytes > chargeableBytes
                || startNs + (sum - packetCost - lastBytes * byteCost >>> FRACTION_BITS) > nowNs + toleranceNs) {
            return false;
        }
        nextNs = startNs + (sum >>> FRACTION_BITS);
        fraction = sum & FRACTION_MASK;
        return true;
    }

    /**
     * Charges packets that depart at {@code nowNs}; only after {@link #admitsAll} said so for all but the last.
     *
     * @param packets how many, the last one counted
     * @param bytes their length together
     */
    public final void chargeAll(final long nowNs, final int packets, final long bytes) {
        charge(nextNs, nowNs, packets * packetCost + bytes * byteCost);
    }

    private void charge(final long next, final long nowNs, final long cost) {
        final long sum = (next < nowNs ? 0 : fraction) + cost;
        nextNs = Math.max(next, nowNs) + (sum >>> FRACTION_BITS);
        fraction = sum & FRACTION_MASK;
    }

    /**
     * Whether a packet that comes at {@code nowNs} may be given that very time although another one, which had to wait, has
     * been given it too and may not have left yet. Only wide caps have such packets, of which one costs less than a nanosecond.
     */
    public final boolean mayHaveToldNow(final long nowNs) {
        return hasEqualDepartures && nextNs - toleranceNs == nowNs;
    }

    /** How long a packet takes of the cap's time, rounded up. */
    public final long costNs(final int lengthBytes) {
        return packetCost + lengthBytes * byteCost + FRACTION_MASK >>> FRACTION_BITS;
    }

    /** When the cap is free again; before the present if it is idle. */
    public long nextNs() {
        return nextNs;
    }

    private static long ceilDivide(final long dividend, final long divisor) {
        return (dividend - 1) / divisor + 1; // both above 0; adding them first could overflow
    }
}
