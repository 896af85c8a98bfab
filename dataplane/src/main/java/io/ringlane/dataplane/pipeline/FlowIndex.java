package io.ringlane.dataplane.pipeline;

/**
 * From a hash to the record that may have it: open addressing with linear probing, one {@code int} a slot.
 *
 * <p>A slot is an 8-bit tag and a 24-bit record number, so a probe that hits another flow's slot misses its record 255
 * times out of 256 without touching it. At most a quarter of the slots is taken, 16 to 32 bytes a
 * flow: a flow is then nearly always found in one of the two slots looked at first.
 */
final class FlowIndex {

    static final int MAX_RECORD = (1 << 24) - 1;

    private static final int RECORD_MASK = MAX_RECORD;
    private static final int TAG_SHIFT = 24;

    private final int[] slots;
    private int used;

    FlowIndex(final int capacitySlots) {
        slots = new int[capacitySlots];
    }

    static int tag(final long hash) {
        return (int) (hash >>> 56);
    }

    int capacitySlots() {
        return slots.length;
    }

    int used() {
        return used;
    }

    boolean isCrowded() {
        return used >= slots.length >>> 2;
    }

    /** First slot of a hash. */
    int slot(final long hash) {
        return (int) hash & slots.length - 1;
    }

    int next(final int slot) {
        return slot + 1 & slots.length - 1;
    }

    /** What a slot holds; 0 is nothing. */
    int entry(final int slot) {
        return slots[slot];
    }

    /**
     * Record of an entry in a hash's run that has its tag, 0 if none has. Looks at two slots without a branch between
     * them, because which of the two it is cannot be predicted; more are rare.
     */
    int candidate(final long hash) {
        final int[] slots = this.slots;
        final int mask = slots.length - 1;
        final int tag = tag(hash);
        final int first = slots[(int) hash & mask];
        final int second = slots[(int) hash + 1 & mask];
        final int entry = first >>> TAG_SHIFT == tag ? first : second;
        return entry >>> TAG_SHIFT == tag ? entry & RECORD_MASK : laterCandidate(hash);
    }

    private int laterCandidate(final long hash) {
        final int[] slots = this.slots;
        final int tag = tag(hash);
        int slot = slot(hash);
        int entry = slots[slot];
        while (entry != 0 && entry >>> TAG_SHIFT != tag) {
            slot = next(slot);
            entry = slots[slot];
        }
        return entry & RECORD_MASK;
    }

    static int record(final int entry) {
        return entry & RECORD_MASK;
    }

    static boolean hasTag(final int entry, final int tag) {
        return entry >>> TAG_SHIFT == tag;
    }

    void insert(final long hash, final int record) {
        int slot = slot(hash);
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = tag(hash) << TAG_SHIFT | record;
        used++;
    }

    /**
     * Takes a record out and closes the gap, so that probes stay short without tombstones.
     *
     * @return whether it was in
     */
    boolean remove(final long hash, final int record, final FlowTable table) {
        int hole = slot(hash);
        while (record(slots[hole]) != record) {
            if (slots[hole] == 0) {
                return false;
            }
            hole = next(hole);
        }
        int probe = next(hole);
        while (slots[probe] != 0) {
            final int home = slot(table.hash(record(slots[probe])));
            // The entry may move into the hole unless its home lies cyclically between the hole and itself.
            if ((probe - home & slots.length - 1) >= (probe - hole & slots.length - 1)) {
                slots[hole] = slots[probe];
                hole = probe;
            }
            probe = next(probe);
        }
        slots[hole] = 0;
        used--;
        return true;
    }
}
