package io.ringlane.dataplane.nic;

import java.util.Arrays;

/**
 * The queues of a worker's cards by the numbers of their doorbells, which grow as functions are opened.
 *
 * <p>Any thread adds; the worker reads a snapshot, and takes another where it finds nothing: a queue is here before its bell
 * can ring and before a route can lead to it, and it never leaves.
 */
public final class WorkerQueues {

    private static final int FIRST_CAPACITY = 16;

    private final Doorbells doorbells;
    private volatile CardQueue[] byBell = new CardQueue[FIRST_CAPACITY];
    private int count;

    /** @param doorbells of the worker */
    public WorkerQueues(final Doorbells doorbells) {
        this.doorbells = doorbells;
    }

    /** The worker's doorbells. */
    public Doorbells doorbells() {
        return doorbells;
    }

    /** The queues so far, by bell, and null behind them. Not to be changed. */
    public CardQueue[] snapshot() {
        return byBell;
    }

    /** How many more there is room for; whoever wants to add them holds this object's lock meanwhile. */
    int room() {
        return doorbells.capacity() - count;
    }

    /** The number of the next queue's doorbell. */
    int nextBell() {
        return count;
    }

    /** Adds queues, which have the next bells in order. */
    synchronized void add(final CardQueue[] queues) {
        final CardQueue[] known = byBell;
        final int needed = count + queues.length;
        final CardQueue[] table = needed <= known.length ? known : Arrays.copyOf(known, Math.max(needed, 2 * count));
        System.arraycopy(queues, 0, table, count, queues.length);
        count = needed;
        byBell = table; // publishes the elements as well
        doorbells.use(needed);
    }
}
