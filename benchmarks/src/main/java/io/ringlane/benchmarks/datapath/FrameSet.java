package io.ringlane.benchmarks.datapath;

import io.ringlane.core.packet.Imix;
import io.ringlane.core.text.NearestName;
import java.util.List;

/**
 * The lengths of frames, over and over in this order: one length, or a mix.
 *
 * @param name as in parameters and results, for instance {@code 64} or {@code imix}
 * @param lengthsBytes layer-2 bytes without FCS, {@value #LEAST_BYTES} to {@value #MOST_BYTES}; not to be changed
 */
public record FrameSet(String name, int[] lengthsBytes) {

    /** The sets that throughput is told for. */
    public static final List<String> NAMES = List.of("64", "128", "256", "512", "1024", "1280", "1518", "9001", "imix");

    private static final int LEAST_BYTES = 60; // Ethernet's least, without FCS
    private static final int MOST_BYTES = 9015; // an MTU of 9001
    private static final String IMIX = "imix";

    /** @throws IllegalArgumentException for a length that is out of range */
    public FrameSet {
        for (final int length : lengthsBytes) {
            if (length < LEAST_BYTES || length > MOST_BYTES) {
                throw new IllegalArgumentException("frames of " + length + " bytes: takes " + LEAST_BYTES + " to "
                        + MOST_BYTES + " layer-2 bytes without FCS");
            }
        }
    }

    /** Frames of one length. */
    public static FrameSet of(final int lengthBytes) {
        return new FrameSet(Integer.toString(lengthBytes), new int[] {lengthBytes});
    }

    /**
     * A number of bytes, or {@code imix}: 28 frames of 64 bytes, 16 of 570 and 4 of 1518, spread evenly.
     *
     * @throws IllegalArgumentException naming the nearest choice
     */
    public static FrameSet named(final String name) {
        if (name.equals(IMIX)) {
            return new FrameSet(IMIX, Imix.lengthsBytes());
        }
        try {
            return of(Integer.parseInt(name));
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(
                    "there is no frame set '" + name + "'; " + NearestName.advice(name, NAMES, "frame sets"), e);
        }
    }

    /** Whether there is more than one length. */
    public boolean isMixed() {
        return lengthsBytes.length > 1;
    }

    /** The longest. */
    public int longestBytes() {
        int longest = 0;
        for (final int length : lengthsBytes) {
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** The mean length in bytes. */
    public double meanBytes() {
        long sum = 0;
        for (final int length : lengthsBytes) {
            sum += length;
        }
        return (double) sum / lengthsBytes.length;
    }

    @Override
    public String toString() {
        return name;
    }
}
