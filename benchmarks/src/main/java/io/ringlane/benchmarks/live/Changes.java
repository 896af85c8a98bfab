package io.ringlane.benchmarks.live;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Makes changes to a {@link LiveLoad} at a rate, on a thread of its own. Every second change takes the one before back. */
final class Changes implements AutoCloseable {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Of packets to one peer, see {@link LiveLoad#probe}. */
    private static final int PROBE_PACKETS = 32;

    private final LiveLoad load;
    private final ChangeKind kind;
    private final String twin;
    private final String closed;
    private final AtomicLong made = new AtomicLong();
    private final Thread thread;
    private volatile long changesPerSecond;
    private volatile boolean isClosed;
    private volatile RuntimeException failure;
    private long number;

    Changes(LiveLoad load, ChangeKind kind) {
        this.load = load;
        this.kind = kind;
        this.twin = load.openGroup("twin");
        this.closed = load.live
                .ec2()
                .securityGroups()
                .create(load.vpc, "closed", "closed")
                .id();
        this.thread = new Thread(this::run, "changes");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sets the rate; 0 for none. */
    void setRate(long perSecond) {
        changesPerSecond = perSecond;
        LockSupport.unpark(thread);
    }

    /** Changes made so far. */
    long made() {
        return made.get();
    }

    private void run() {
        long nextNs = System.nanoTime();
        try {
            while (!isClosed) {
                long rate = changesPerSecond;
                long nowNs = System.nanoTime();
                if (rate == 0) {
                    LockSupport.parkNanos(1_000_000);
                    nextNs = System.nanoTime();
                } else if (nowNs - nextNs >= 0) {
                    change(number++);
                    made.incrementAndGet();
                    nextNs += NANOS_PER_SECOND / rate;
                } else {
                    LockSupport.parkNanos(nextNs - nowNs);
                }
            }
            if ((number & 1) != 0) {
                change(number++);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void change(long n) {
        switch (kind) {
            case GROUPS -> group(n);
            case ROUTES -> route(n);
            case BOTH -> {
                if ((n >> 1 & 1) == 0) {
                    group(n >> 2 << 1 | n & 1);
                } else {
                    route(n >> 2 << 1 | n & 1);
                }
            }
            case DENIALS -> {
                String id = load.interfaces[(int) (n / 2 % load.instances)];
                load.live.ec2().interfaces().modifyGroups(id, (n & 1) == 0 ? closed : load.group);
            }
            case MOVES -> {
                String part = LiveLoad.partOfBlock((int) (n / 2 % LiveLoad.BLOCKS));
                if ((n & 1) == 0) {
                    String standby = load.interfaces[load.instances];
                    load.live.ec2().routeTables().createRoute(load.mainTable, part, standby);
                } else {
                    load.live.ec2().routeTables().deleteRoute(load.mainTable, part);
                }
            }
        }
    }

    private void group(long n) {
        String id = load.interfaces[(int) (n / 2 % load.instances)];
        load.live.ec2().interfaces().modifyGroups(id, (n & 1) == 0 ? twin : load.group);
    }

    private void route(long n) {
        String block = "172.16." + n / 2 % 256 + ".0/24";
        if ((n & 1) == 0) {
            load.live.ec2().routeTables().createRoute(load.mainTable, block, load.interfaces[0]);
        } else {
            load.live.ec2().routeTables().deleteRoute(load.mainTable, block);
        }
    }

    /** Ends the thread; the region is as it was before the first change. */
    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Makes each change once more on this thread, and sends a burst that it concerns right after its call returned. After {@link
     * #close}.
     *
     * @throws IllegalStateException if a packet went the way of before, or one is missing
     */
    void check() {
        for (int change = 0; change < 2 * LiveLoad.BLOCKS; change++) {
            change(change);
            int concerned = change / 2; // the instance; its predecessor's first peer
            int from = (concerned + load.instances - 1) % load.instances;
            long atStandby = load.receivedByStandby();
            int received = load.probe(from, 0);
            long moved = load.receivedByStandby() - atStandby;
            boolean isOn = (change & 1) == 0;
            boolean isRight = received == (isOn && kind == ChangeKind.DENIALS ? 0 : PROBE_PACKETS)
                    && moved == (isOn && kind == ChangeKind.MOVES ? PROBE_PACKETS : 0);
            if (!isRight) {
                throw new IllegalStateException("change " + change + " of " + kind + ": of " + PROBE_PACKETS
                        + " packets " + received + " were received, " + moved + " by the standby");
            }
        }
        load.check();
    }
}
