package io.ringlane.placement.group;

/**
 * Zones where an instance may run, tried in order.
 *
 * @param first the first of them
 * @param last the last, which may be the same
 */
record Zones(int first, int last) {
    boolean isOne() {
        return first == last;
    }
}
