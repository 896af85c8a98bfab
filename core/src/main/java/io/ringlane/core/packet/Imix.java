package io.ringlane.core.packet;

/** The Internet mix: 28 frames of 64 bytes, 16 of 570 and 4 of 1518, layer-2 lengths without FCS. */
public final class Imix {

    private static final int[] LENGTHS_BYTES = {64, 570, 1518};
    private static final int[] COUNTS = {28, 16, 4};

    private Imix() {}

    /** The 48 lengths, spread evenly; always the same order, in a new array. */
    public static int[] lengthsBytes() {
        int total = 0;
        for (final int count : COUNTS) {
            total += count;
        }
        final int[] credit = new int[COUNTS.length];
        final int[] order = new int[total];
        for (int turn = 0; turn < total; turn++) { // each length earns its count; the richest goes and pays the total
            int richest = 0;
            for (int i = 0; i < COUNTS.length; i++) {
                credit[i] += COUNTS[i];
                if (credit[i] > credit[richest]) {
                    richest = i;
                }
            }
            credit[richest] -= total;
            order[turn] = LENGTHS_BYTES[richest];
        }
        return order;
    }
}
