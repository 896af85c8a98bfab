package io.ringlane.benchmarks.datapath;

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
    private static final int[] IMIX_BYTES = {64, 570, 1518};
    private static final int[] IMIX_COUNTS = {28, 16, 4};

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
            return new FrameSet(IMIX, spread(IMIX_BYTES, IMIX_COUNTS));
        }
        try {
            return of(Integer.parseInt(name));
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(
                    "there is no frame set '" + name + "'; " + NearestName.advice(name, NAMES, "frame sets"), e);
        }
    }

    /** Each turn every length earns its count; the richest goes and pays the total. */
    private static int[] spread(final int[] lengths, final int[] counts) {
        int total = 0;
        for (final int count : counts) {
            total += count;
        }
        final int[] credit = new int[counts.length];
        final int[] order = new int[total];
        for (int turn = 0; turn < total; turn++) {
            int richest = 0;
            for (int i = 0; i < counts.length; i++) {
                credit[i] += counts[i];
                richest = credit[i] > credit[richest] ? i : richest;
            }
            credit[richest] -= total;
            order[turn] = lengths[richest];
        }
        return order;
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
