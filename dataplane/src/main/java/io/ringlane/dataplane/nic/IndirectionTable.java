package io.ringlane.dataplane.nic;

import java.util.Arrays;

/**
 * Which receive queue a hash selects: 128 entries, entry i starting at i mod queues, as ENA and 82599 drivers set it.
 *
 * <p>Threads: any thread sets an entry, the worker reads. Without a fence of its own: the queues are older than the table, so
 * whichever of them a racing read sees is whole, and a frame carries the news, because what its sender did before it transmitted
 * is seen by the worker that takes it. So a change is in force for the packets that are sent after it.
 */
public final class IndirectionTable {

    /** Entries of a table. */
    public static final int ENTRIES = 128;

    private final CardQueue[] queues;
    private final boolean mayChange;
    private final CardQueue[]
            entries; // a single one where there is one queue: idle functions and caches are spared the rest

    /**
     * @param queues of the function, 1 to 128
     * @param mayChange whether {@link #set} does anything but refuse
     */
    IndirectionTable(final CardQueue[] queues, final boolean mayChange) {
        this.queues = queues;
        this.mayChange = mayChange;
        this.entries = new CardQueue[queues.length == 1 ? 1 : ENTRIES];
        Arrays.setAll(entries, entry -> queues[entry % queues.length]);
    }

    /** The entry a hash falls into, 0 to 127. */
    public static int entry(final int hash) {
        return hash & ENTRIES - 1;
    }

    /** Number of an entry's queue. */
    public int queue(final int entry) {
        return select(entries, entry).index();
    }

    /** The queue of an entry, 0 to 127, in a table of {@link #entries()}. */
    public static CardQueue select(final CardQueue[] entries, final int entry) {
        return entries[entry & entries.length - 1];
    }

    /**
     * The table itself, for the worker: the card's side of each entry's queue, or of all of them where there is one queue. Not
     * to be changed; read through {@link #select}.
     */
    public CardQueue[] entries() {
        return entries;
    }

    /**
     * Makes an entry select another queue.
     *
     * @throws IllegalArgumentException if the entry or the queue does not exist
     * @throws UnsupportedOperationException if the device does not let a virtual function do that, see {@link
     *     DeviceModel#setsIndirection()}
     */
    public void set(final int entry, final int queue) {
        if (!mayChange) {
            throw new UnsupportedOperationException(
                    "an 82599's indirection table belongs to its physical function; a virtual"
                            + " one cannot set it. ENA functions can");
        }
        if (entry < 0 || entry >= ENTRIES || queue < 0 || queue >= queues.length) {
            throw new IllegalArgumentException("entry " + entry + " -> queue " + queue + " is outside 0.."
                    + (ENTRIES - 1) + " -> 0.." + (queues.length - 1));
        }
        entries[entry & entries.length - 1] = queues[queue];
    }
}
