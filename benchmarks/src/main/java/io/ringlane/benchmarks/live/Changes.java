package io.ringlane.benchmarks.live;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Makes changes to a {@link LiveLoad} at a rate, on a thread of its own. */
final class Changes implements AutoCloseable {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LiveLoad load;
    private final ChangeKind kind;
    private final String twin;
    private final String closed;
    private final AtomicLong made = new AtomicLong();
    private final Thread thread;
    private volatile long changesPerSecond;
    private volatile boolean isClosed;
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
    }

    private void change(long n) {
        switch (kind) {
            case GROUPS -> group(n);
            case ROUTES -> route(n);
            case BOTH -> {
                if ((n & 1) == 0) {
                    group(n >> 1);
                } else {
                    route(n >> 1);
                }
            }
            case DENIALS -> {
                String id = load.interfaces[(int) (n / 2 % LiveLoad.INSTANCES)];
                load.live.ec2().interfaces().modifyGroups(id, (n & 1) == 0 ? closed : load.group);
            }
        }
    }

    private void group(long n) {
        boolean toTwin = n / LiveLoad.INSTANCES % 2 == 0;
        load.live
                .ec2()
                .interfaces()
                .modifyGroups(load.interfaces[(int) (n % LiveLoad.INSTANCES)], toTwin ? twin : load.group);
    }

    private void route(long n) {
        String block = "172.16." + n / 2 % 256 + ".0/24";
        if ((n & 1) == 0) {
            load.live.ec2().routeTables().createRoute(load.mainTable, block, load.interfaces[0]);
        } else {
            load.live.ec2().routeTables().deleteRoute(load.mainTable, block);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
