package io.ringlane.core.capture;

/**
 * Turns a pcapng interface's time units into nanoseconds, in integers.
 *
 * <p>The resolution byte: high bit clear, units of 10<sup>-n</sup> s; high bit set, units of 2<sup>-n</sup> s. Finer than a nanosecond is
 * rounded down.
 */
final class TimestampScale {
    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final int BINARY_BIT = 0x80;
    private static final int NANOSECONDS_EXPONENT = 9;
    /** 10^19 still fits in 64 bits; 10^20 does not. */
    private static final int MAX_DECIMAL_EXPONENT = 19;
    /** A fraction of a second below 2^63 can be multiplied as a signed number. */
    private static final int MAX_BINARY_EXPONENT = 63;

    private static final int DEFAULT_RESOLUTION = 6;
    static final TimestampScale MICROSECONDS = new TimestampScale(DEFAULT_RESOLUTION, 0);

    private final int resolution;
    private final long offsetSeconds;

    /**
     * @param resolution the byte of the option, 0 to 255; see {@link #isSupported}
     * @param offsetSeconds added to every timestamp
     */
    TimestampScale(final int resolution, final long offsetSeconds) {
        this.resolution = resolution;
        this.offsetSeconds = offsetSeconds;
    }

    static boolean isSupported(final int resolution) {
        return (resolution & BINARY_BIT) == 0
                ? resolution <= MAX_DECIMAL_EXPONENT
                : (resolution & ~BINARY_BIT) <= MAX_BINARY_EXPONENT;
    }

    TimestampScale withResolution(final int resolution) {
        return new TimestampScale(resolution, offsetSeconds);
    }

    TimestampScale withOffsetSeconds(final long offsetSeconds) {
        return new TimestampScale(resolution, offsetSeconds);
    }

    /**
     * Nanoseconds since 1970.
     *
     * @param units unsigned
     * @throws ArithmeticException if the time is outside the years 1677 to 2262, the range of 64-bit nanoseconds
     */
    long toNs(final long units) {
        final long seconds;
        final long fractionNs;
        if ((resolution & BINARY_BIT) == 0) {
            final long unitsPerSecond = powerOfTen(resolution);
            seconds = Long.divideUnsigned(units, unitsPerSecond);
            final long fraction = Long.remainderUnsigned(units, unitsPerSecond);
            fractionNs = resolution <= NANOSECONDS_EXPONENT
                    ? fraction * powerOfTen(NANOSECONDS_EXPONENT - resolution) // below 10^9
                    : Long.divideUnsigned(fraction, powerOfTen(resolution - NANOSECONDS_EXPONENT));
        } else {
            final int exponent = resolution & ~BINARY_BIT;
            seconds = units >>> exponent;
            final long fraction = units & (1L << exponent) - 1;
            // fraction * 10^9 has up to 93 bits; the quotient is below 10^9 again.
            final long high = Math.multiplyHigh(fraction, NANOS_PER_SECOND);
            final long low = fraction * NANOS_PER_SECOND;
            fractionNs = exponent == 0 ? 0 : high << Long.SIZE - exponent | low >>> exponent;
        }
        if (seconds < 0) {
            throw new ArithmeticException("more than 2^63 seconds");
        }
        final long shifted = Math.addExact(seconds, offsetSeconds);
        return Math.addExact(Math.multiplyExact(shifted, NANOS_PER_SECOND), fractionNs);
    }

    private static long powerOfTen(final int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
