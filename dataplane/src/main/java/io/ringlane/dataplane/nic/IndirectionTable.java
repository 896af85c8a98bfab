package io.ringlane.dataplane.nic;

/**
 * Which receive queue a hash selects: 128 entries, entry i starting at i mod queues, as ENA and 82599 drivers set it.
 *
 * <p>Written by control, read by the worker; a change is in force for the packets that arrive after it.
 */
public final class IndirectionTable {

    /** Entries of a table. */
    public static final int ENTRIES = 128;

    private final byte[] queues = new byte[ENTRIES];
    private final int queueCount;

    /** @param queueCount queues of the function, 1 to 128 */
    IndirectionTable(final int queueCount) {
        this.queueCount = queueCount;
        for (int entry = 0; entry < ENTRIES; entry++) {
            queues[entry] = (byte) (entry % queueCount);
        }
    }

    /** The entry a hash falls into, 0 to 127. */
    public static int entry(final int hash) {
        return hash & ENTRIES - 1;
    }

    /** Queue of an entry. */
    public int queue(final int entry) {
        return queues[entry];
    }

    /** @throws IllegalArgumentException if the entry or the queue does not exist */
    public void set(final int entry, final int queue) {
        if (entry < 0 || entry >= ENTRIES || queue < 0 || queue >= queueCount) {
            throw new IllegalArgumentException("entry " + entry + " -> queue " + queue + " is outside 0.."
                    + (ENTRIES - 1) + " -> 0.." + (queueCount - 1));
        }
        queues[entry] = (byte) queue;
    }
}
