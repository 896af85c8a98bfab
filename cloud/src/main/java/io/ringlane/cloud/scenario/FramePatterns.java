package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.FrameMix;

/** The named frame mixes. */
final class FramePatterns {

    /** Ethernet header without VLAN tag and FCS. */
    static final int ETHERNET_HEADER_BYTES = 14;

    /** The least Ethernet allows, without FCS. */
    static final int LEAST_FRAME_BYTES = 60;

    static final String IMIX = "imix";

    private static final int[] IMIX_LENGTHS_BYTES = {64, 570, 1518};
    private static final int[] IMIX_COUNTS = {28, 16, 4};

    private FramePatterns() {}

    /** 28 frames of 64 bytes, 16 of 570 and 4 of 1518, spread evenly; always the same order. */
    static FrameMix imix() {
        return new FrameMix(IMIX, interleave(IMIX_LENGTHS_BYTES, IMIX_COUNTS));
    }

    /** One length, over and over. */
    static FrameMix fixed(String name, int lengthBytes) {
        return new FrameMix(name, new int[] {lengthBytes});
    }

    /** Smooth weighted round robin: each turn every length earns its count, and the richest is sent and pays the total. */
    static int[] interleave(int[] lengthsBytes, int[] counts) {
        int total = 0;
        for (final int count : counts) {
            total += count;
        }
        final int[] credit = new int[counts.length];
        final int[] pattern = new int[total];
        for (int turn = 0; turn < total; turn++) {
            int richest = 0;
            for (int i = 0; i < counts.length; i++) {
                credit[i] += counts[i];
                if (credit[i] > credit[richest]) {
                    richest = i;
                }
            }
            credit[richest] -= total;
            pattern[turn] = lengthsBytes[richest];
        }
        return pattern;
    }
}
