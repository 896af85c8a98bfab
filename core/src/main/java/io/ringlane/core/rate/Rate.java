package io.ringlane.core.rate;

/**
 * A rate that may be written in bits or in packets a second, as {@code 10Gbit/s} or {@code 2Mpps}; the other one is 0.
 * Immutable.
 */
public record Rate(long bitsPerSecond, long packetsPerSecond) {

    /**
     * Reads one above zero; its unit says which it is.
     *
     * @throws UnitException if the text is neither; the message names the nearest right choice
     */
    public static Rate parse(String text) {
        return inPackets(text)
                ? new Rate(0, Quantity.PACKET_RATE.parse(text))
                : new Rate(Quantity.BIT_RATE.parse(text, Quantity.PACKET_RATE), 0);
    }

    /** Whether the text has a unit of packets a second. */
    public static boolean inPackets(String text) {
        return Quantity.kindOf(text).filter(Quantity.PACKET_RATE::equals).isPresent();
    }
}
