package io.ringlane.placement.topology;

/**
 * The most that any host of a rack can offer, for every rack, so that the next rack with enough is found without asking
 * those between: a tournament tree, O(log racks) to change and to search.
 */
final class RackIndex {
    private final int leaves;
    private final int[] most; // node n has the children 2n and 2n + 1; the leaves start at index `leaves`

    /** An index in which no rack offers anything. */
    RackIndex(int racks) {
        this.leaves = Math.max(1, Integer.highestOneBit(Math.max(1, racks - 1)) << 1);
        this.most = new int[2 * leaves];
    }

    void set(int rack, int offered) {
        int node = leaves + rack;
        most[node] = offered;
        while (node > 1) {
            node >>= 1;
            int higher = Math.max(most[2 * node], most[2 * node + 1]);
            if (most[node] == higher) {
                return;
            }
            most[node] = higher;
        }
    }

    /** What a rack offers. */
    int get(int rack) {
        return most[leaves + rack];
    }

    /** The first rack from {@code from} on, below {@code to}, that offers {@code least} (1 or more); -1 if none does. */
    int next(int from, int to, int least) {
        if (from >= to) {
            return -1;
        }
        int node = leaves + from;
        while (most[node] < least) {
            while ((node & 1) == 1) { // a right child: what follows hangs further up
                node >>= 1;
            }
            if (node == 0) {
                return -1;
            }
            node++;
        }
        while (node < leaves) {
            node <<= 1;
            if (most[node] < least) {
                node++;
            }
        }
        int rack = node - leaves;
        return rack < to ? rack : -1;
    }
}
