package io.ringlane.benchmarks.live;

/**
 * Windows with and without changes in turn. Before each window there is a time that does not count, in which flows get used to it: what
 * changes leave behind is not to be paid by the windows without them.
 */
final class PairedWindows {

    private final LiveLoad load;
    private final Changes changes;
    private final long windowNs;
    private long longestUpkeepNs;

    /** Nanoseconds a packet that ended, and one that was received, and the changes made meanwhile. */
    record Window(double handledNs, double receivedNs, long changes) {}

    PairedWindows(LiveLoad load, Changes changes, long windowNs) {
        this.load = load;
        this.changes = changes;
        this.windowNs = windowNs;
    }

    /** A window at this rate of changes, after one that does not count. */
    Window at(long changesPerSecond) {
        changes.setRate(changesPerSecond);
        run();
        long startNs = System.nanoTime();
        load.keepUp();
        longestUpkeepNs = Math.max(longestUpkeepNs, System.nanoTime() - startNs);
        long before = changes.made();
        Window counted = run();
        long made = changes.made() - before;
        if (made == 0 != (changesPerSecond == 0)) {
            throw new IllegalStateException(made + " changes in a window for " + changesPerSecond + " a second");
        }
        return new Window(counted.handledNs, counted.receivedNs, made);
    }

    /** The longest that {@link LiveLoad#keepUp} took between windows. */
    long longestUpkeepNs() {
        return longestUpkeepNs;
    }

    /** A window at whatever rate there is; every packet sent has ended. */
    private Window run() {
        long received = load.received();
        long startNs = System.nanoTime();
        long nowNs;
        long packets = 0;
        do {
            packets += load.round();
            nowNs = System.nanoTime();
        } while (nowNs - startNs < windowNs);
        load.check();
        double ns = nowNs - startNs;
        return new Window(ns / packets, ns / (load.received() - received), 0);
    }

    /** @throws IllegalStateException unless so much was dropped and led to the standby as these changes do */
    void checkEffect(ChangeKind kind) {
        long standby = load.receivedByStandby();
        if ((load.handled() == load.received()) == (kind == ChangeKind.DENIALS)
                || (standby == 0) == (kind == ChangeKind.MOVES)) {
            throw new IllegalStateException(kind + ": handled " + load.handled() + ", received " + load.received()
                    + ", " + standby + " by the standby");
        }
    }
}
