package io.ringlane.dataplane.pipeline;

import static io.ringlane.dataplane.pipeline.FlowRecordLayout.CAP_NEXT;
import static io.ringlane.dataplane.pipeline.FlowRecordLayout.IN_FLIGHT_MASK;
import static io.ringlane.dataplane.pipeline.FlowRecordLayout.KEY0;
import static io.ringlane.dataplane.pipeline.FlowRecordLayout.KEY1;
import static io.ringlane.dataplane.pipeline.FlowRecordLayout.LATEST_DUE;
import static io.ringlane.dataplane.pipeline.FlowRecordLayout.PACKETS;
import static io.ringlane.dataplane.pipeline.FlowRecordLayout.WORDS;

import io.ringlane.core.packet.FlowKey;

/**
 * The flows of one worker: records that never move, found through an index that grows while traffic runs.
 *
 * <p>Records lie in chunks of 2 MiB, each on a cache line of its own (large arrays start 16 bytes past an aligned address,
 * hence the offset). Their numbers stay valid for the flow's life, so frames in flight can name them. Only the index is
 * rebuilt when flows outnumber a quarter of its slots: a new one of twice the size takes over, and each turn moves some records
 * to it; until all are moved, a miss in the new one looks into the old.
 *
 * <p>An idle flow is forgotten after a while: every turn looks at a few records. One thread.
 */
final class FlowTable {

    /** No record. */
    static final int NONE = 0;

    private static final int CHUNK_SHIFT = 15;
    private static final int CHUNK_RECORDS = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_RECORDS - 1;
    private static final int ALIGNMENT_WORDS = 6; // 16 + 48 bytes
    private static final int MIN_INDEX_SLOTS = 1 << 10;
    private static final int NEAR_INDEX_SLOTS = 1 << 14; // 64 KiB: in the second-level cache, no need to touch it first
    private static final int NEAR_FLOWS = 1 << 12; // 256 KiB of records
    private static final int MOVED_A_TURN = 64;
    private static final int MOVED_AN_INSERT = 4;

    private final FlowHash hash;
    private final int maxRecords;
    private final long idleNs;
    private final long[][] chunks;
    private int allocatedRecords = 1; // record 0 is none
    private int freeHead = NONE; // free records, linked through word 0
    private int flows;
    private FlowIndex index = new FlowIndex(MIN_INDEX_SLOTS);
    private FlowIndex previous; // not null while records move from it
    private int moveCursor;
    private int moveEnd;
    private int ageCursor = 1;
    private long touched;
    private FlowAccounts accounts; // null while nobody asks what flows send

    /**
     * @param maxFlows records it may hold, an IPv6 flow counting twice; at most 2^24 - 2
     * @param idleNs after how long without a packet a flow is forgotten
     * @param hash of the keys, see {@link #hash(long[], int)}
     */
    FlowTable(final int maxFlows, final long idleNs, final FlowHash hash) {
        if (maxFlows < 1 || maxFlows > FlowIndex.MAX_RECORD - 1) {
            throw new IllegalArgumentException(
                    "a worker holds 1 to " + (FlowIndex.MAX_RECORD - 1) + " flows, not " + maxFlows);
        }
        this.hash = hash;
        this.maxRecords = maxFlows;
        this.idleNs = idleNs;
        this.chunks = new long[(maxFlows >>> CHUNK_SHIFT) + 1][];
        this.chunks[0] = newChunk(); // record 0 is touched too
    }

    /** The array that holds a record. */
    long[] words(final int record) {
        return chunks[record >>> CHUNK_SHIFT];
    }

    /** Index of the record's first word in {@link #words}. */
    static int base(final int record) {
        return ALIGNMENT_WORDS + (record & CHUNK_MASK) * WORDS;
    }

    /** Records it may hold, numbered from 1. */
    int maxRecords() {
        return maxRecords;
    }

    /** Has what flows send told from now on. */
    void setAccounts(final FlowAccounts value) {
        accounts = value;
    }

    /** Tells what a flow has sent on its route, which is about to change; arguments as for {@link FlowAccounts#settle}. */
    void settle(final int record, final int laterPackets, final long laterBytes) {
        if (accounts != null) {
            accounts.settle(record, laterPackets, laterBytes);
        }
    }

    /** Tells of the latest packet of a record, which took another way than the record's; settled are those before it. */
    void settleLatest(final int record, final int wire, final Route route) {
        if (accounts != null) {
            accounts.settle(record, 1, wire);
            accounts.settle(record, 0, 0, route);
        }
    }

    /** Flows in the table. */
    int flows() {
        return flows;
    }

    /** Bytes of records and index in use, for reports; chunks not yet filled count as a whole. */
    long bytes() {
        long bytes = 4L * index.capacitySlots() + (previous == null ? 0 : 4L * previous.capacitySlots());
        for (final long[] chunk : chunks) {
            bytes += chunk == null ? 0 : 8L * chunk.length;
        }
        return bytes;
    }

    /**
     * For each hash of a burst the first record that may hold it, going by its tag: nearly always the right one, if there is
     * one. To be checked with {@link #holds}.
     *
     * <p>Three short loops, because that is how cache misses overlap: a core looks a few hundred instructions ahead, which is
     * some four packets of a loop that does everything for one packet, and all of a burst in a loop that only loads.
     *
     * @param records receives the records, {@link #NONE} where there is none; a packet whose element is not {@link #NONE}
     *     before is left alone
     */
    void candidates(final long[] hashes, final int[] records, final int count) {
        final FlowIndex in = index;
        long sum = 0;
        if (in.capacitySlots() > NEAR_INDEX_SLOTS) {
            for (int i = 0; i < count; i++) {
                sum += in.entry(in.slot(hashes[i]));
            }
        }
        for (int i = 0; i < count; i++) {
            if (records[i] == NONE) {
                records[i] = in.candidate(hashes[i]);
            }
        }
        if (flows > NEAR_FLOWS) {
            final long[][] chunks = this.chunks;
            for (int i = 0; i < count; i++) {
                final int record = Math.max(records[i], NONE); // a reason is negative
                sum += chunks[record >>> CHUNK_SHIFT][base(record)];
            }
        }
        touched = sum; // so that the loads are not optimized away
    }

    /** Whether a record is that of a key. */
    boolean holds(final int record, final long[] keys, final int key) {
        final long key1 = keys[key + 1];
        final long[] words = words(record);
        final int base = base(record);
        return words[base + KEY1] == key1
                && (key1 < 0 ? isIpv6(words[base + KEY0], keys, key) : words[base + KEY0] == keys[key]);
    }

    /**
     * Finds a flow.
     *
     * @param keys key words of a burst
     * @param key first word of this packet's, see {@link io.ringlane.core.packet.PacketParser}
     * @param hash the key's, see {@link #hash(long[], int)}
     * @return the record, or {@link #NONE}
     */
    int find(final long[] keys, final int key, final long hash) {
        final int record = find(index, keys, key, hash);
        return record == NONE && previous != null ? find(previous, keys, key, hash) : record;
    }

    private int find(final FlowIndex in, final long[] keys, final int key, final long hash) {
        final int tag = FlowIndex.tag(hash);
        int slot = in.slot(hash);
        for (int entry = in.entry(slot); entry != 0; entry = in.entry(slot)) {
            if (FlowIndex.hasTag(entry, tag) && holds(FlowIndex.record(entry), keys, key)) {
                return FlowIndex.record(entry);
            }
            slot = in.next(slot);
        }
        return NONE;
    }

    private boolean isIpv6(final long word0, final long[] keys, final int key) {
        if (word0 >>> 32 != keys[key] >>> 32) {
            return false;
        }
        final int extension = (int) word0;
        final long[] words = words(extension);
        final int base = base(extension);
        return words[base] == keys[key + 2]
                && words[base + 1] == keys[key + 3]
                && words[base + 2] == keys[key + 4]
                && words[base + 3] == keys[key + 5];
    }

    /**
     * Adds a flow that {@link #find} did not find; its words other than the key are 0.
     *
     * @return the record, or {@link #NONE} if the table is full
     */
    int insert(final long[] keys, final int key, final long hash) {
        final boolean ipv6 = FlowKey.isIpv6(keys[key + 1]);
        final int record = allocate();
        if (record == NONE) {
            return NONE;
        }
        long word0 = keys[key];
        if (ipv6) {
            final int extension = allocate();
            if (extension == NONE) {
                free(record);
                return NONE;
            }
            System.arraycopy(keys, key + 2, words(extension), base(extension), 4);
            markExtension(extension);
            word0 = word0 & 0xFFFFFFFF00000000L | extension;
        }
        final long[] words = words(record);
        final int base = base(record);
        words[base + KEY0] = word0;
        words[base + KEY1] = keys[key + 1];
        if (index.isCrowded() && previous == null) {
            grow();
        }
        index.insert(hash, record);
        flows++;
        if (previous != null) {
            move(MOVED_AN_INSERT); // so that the old index is empty before the new one is crowded
        }
        return record;
    }

    /** The hash of a key, under which it is to be looked for and inserted. */
    long hash(final long[] keys, final int key) {
        return hash.of(keys, key);
    }

    /** The hash a record was inserted under. */
    long hash(final int record) {
        final long[] words = words(record);
        final int base = base(record);
        final long key1 = words[base + KEY1];
        if (!FlowKey.isIpv6(key1)) {
            return hash.ofIpv4(words[base + KEY0], key1);
        }
        final int extension = (int) words[base + KEY0];
        return hash.ofIpv6(words(extension), base(extension), key1);
    }

    /** Copies a record's key words as the parser wrote them; 2 words, 6 for IPv6. */
    void copyKey(final int record, final long[] keys, final int key) {
        final long[] words = words(record);
        final int base = base(record);
        keys[key] = words[base + KEY0];
        keys[key + 1] = words[base + KEY1];
        if (FlowKey.isIpv6(keys[key + 1])) {
            final int extension = (int) words[base + KEY0];
            System.arraycopy(words(extension), base(extension), keys, key + 2, 4);
            keys[key] =
                    FlowKey.mix(FlowKey.mix(keys[key + 2], keys[key + 3]), FlowKey.mix(keys[key + 4], keys[key + 5]));
        }
    }

    /** Forgets a flow. */
    void remove(final int record) {
        if (accounts != null) {
            accounts.end(record);
        }
        final long hash = hash(record);
        if (!index.remove(hash, record, this) && previous != null) {
            previous.remove(hash, record, this);
        }
        final long[] words = words(record);
        final int base = base(record);
        if (FlowKey.isIpv6(words[base + KEY1])) {
            free((int) words[base + KEY0]);
        }
        free(record);
        flows--;
    }

    /** Whether a record holds a flow: not free, and not an IPv6 extension. */
    boolean isFlow(final int record) {
        final long[] words = words(record);
        final int base = base(record);
        return words[base + KEY1] != 0 && words[base + PACKETS] != EXTENSION;
    }

    /** Records that were ever used; flows are among the numbers below, from 1. */
    int recordLimit() {
        return allocatedRecords;
    }

    /**
     * A little of the upkeep: moves records to a grown index, forgets idle flows.
     *
     * @param records how many records to look at for age
     */
    void maintain(final long nowNs, final int records) {
        if (previous != null) {
            move(MOVED_A_TURN);
        }
        for (int i = 0; i < records && flows > 0; i++) {
            if (ageCursor >= allocatedRecords) {
                ageCursor = 1;
            }
            final int record = ageCursor++;
            if (isFlow(record)) {
                final long[] words = words(record);
                final int base = base(record);
                final long lastNs = Math.max(words[base + CAP_NEXT], words[base + LATEST_DUE]);
                if (nowNs - lastNs > idleNs && (words[base + PACKETS] & IN_FLIGHT_MASK) == 0) {
                    remove(record);
                }
            }
        }
    }

    private static final long EXTENSION = -1L; // in PACKETS: no flow counts 2^40 - 1 packets with 2^24 - 1 in flight

    private void markExtension(final int extension) {
        final long[] words = words(extension);
        final int base = base(extension);
        words[base + PACKETS] = EXTENSION;
    }

    private void grow() {
        previous = index;
        index = new FlowIndex(previous.capacitySlots() * 2);
        moveCursor = 1;
        moveEnd = allocatedRecords;
    }

    private void move(final int records) {
        final int end = Math.min(moveEnd, moveCursor + records);
        for (; moveCursor < end; moveCursor++) {
            if (isFlow(moveCursor)) {
                final long hash = hash(moveCursor);
                if (previous.remove(hash, moveCursor, this)) {
                    index.insert(hash, moveCursor);
                }
            }
        }
        if (moveCursor == moveEnd) {
            previous = null;
        }
    }

    private int allocate() {
        if (freeHead != NONE) {
            final int record = freeHead;
            final long[] words = words(record);
            final int base = base(record);
            freeHead = (int) words[base + KEY0];
            words[base + KEY0] = 0;
            return record;
        }
        if (allocatedRecords > maxRecords) {
            return NONE;
        }
        final int record = allocatedRecords++;
        final int chunk = record >>> CHUNK_SHIFT;
        if (chunks[chunk] == null) {
            chunks[chunk] = newChunk();
        }
        return record;
    }

    private static long[] newChunk() {
        return new long[ALIGNMENT_WORDS + CHUNK_RECORDS * WORDS];
    }

    private void free(final int record) {
        final long[] words = words(record);
        final int base = base(record);
        java.util.Arrays.fill(words, base, base + WORDS, 0);
        words[base + KEY0] = freeHead;
        freeHead = record;
    }

    /** Shows every flow to {@code visitor}. */
    void forEach(final FlowVisitor visitor) {
        for (int record = 1; record < recordLimit(); record++) {
            if (isFlow(record)) {
                final long[] words = words(record);
                final int base = base(record);
                final long packets = words[base + PACKETS];
                visitor.onFlow(
                        words[base + KEY0],
                        words[base + KEY1],
                        packets >>> FlowRecordLayout.IN_FLIGHT_BITS,
                        words[base + FlowRecordLayout.DROPS] >>> FlowRecordLayout.EPOCH_BITS,
                        packets & IN_FLIGHT_MASK,
                        words[base + FlowRecordLayout.BYTES]);
            }
        }
    }
}
