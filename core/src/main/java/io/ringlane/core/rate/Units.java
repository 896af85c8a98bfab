package io.ringlane.core.rate;

/**
 * Reads and prints rates, sizes, durations and shares; a shorter way to write {@link Quantity}'s methods where the kind
 * is known. Every {@code parse} refuses zero, negative values, bare numbers and unknown units with a
 * {@link UnitException}; every {@code format} keeps four significant digits.
 */
public final class Units {

    private Units() {}

    /** {@code 10Gbit/s}, {@code 10Gbps}, {@code 1.25GB/s} to bits a second. */
    public static long parseBitsPerSecond(String text) {
        return Quantity.BIT_RATE.parse(text);
    }

    /** {@code 14.88Mpps} to packets a second. */
    public static long parsePacketsPerSecond(String text) {
        return Quantity.PACKET_RATE.parse(text);
    }

    /** {@code 1500B}, {@code 64kB} to bytes. */
    public static long parseBytes(String text) {
        return Quantity.SIZE.parse(text);
    }

    /** {@code 250ms}, {@code 1h} to nanoseconds. */
    public static long parseNanos(String text) {
        return Quantity.DURATION.parse(text);
    }

    /** {@code 0.1%}, {@code 100ppm} to parts per million. */
    public static long parsePpm(String text) {
        return Quantity.SHARE.parse(text);
    }

    /** {@code 10 Gbit/s}. */
    public static String formatBitsPerSecond(long bitsPerSecond) {
        return Quantity.BIT_RATE.format(bitsPerSecond);
    }

    /** {@code 14.88 Mpps}. */
    public static String formatPacketsPerSecond(long packetsPerSecond) {
        return Quantity.PACKET_RATE.format(packetsPerSecond);
    }

    /** {@code 9001 B}, {@code 64 kB}. */
    public static String formatBytes(long bytes) {
        return Quantity.SIZE.format(bytes);
    }

    /** {@code 12.5 us}. */
    public static String formatNanos(long nanos) {
        return Quantity.DURATION.format(nanos);
    }

    /** {@code 0.1%}, {@code 100 ppm}, {@code 0%}. */
    public static String formatPpm(long ppm) {
        return ppm == 0 ? "0%" : Quantity.SHARE.format(ppm);
    }
}
