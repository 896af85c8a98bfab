package io.ringlane.dataplane.pipeline;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;

/**
 * All routes of a data plane, numbered. Routes are only added; flows leave them when they are {@linkplain Route#retire
 * retired}, or when the epoch moves.
 *
 * <p>Any thread adds, in constant time on average; workers read a snapshot and look again where it has nothing.
 */
public final class Routes {

    private static final int FIRST_CAPACITY = 64;

    private volatile Route[] routes = new Route[FIRST_CAPACITY];
    private int count;

    /** Adds a way to a port that changes no headers; the parameters are those of {@link Route#to}. */
    public Route to(
            final VirtualFunction egress,
            final long flowCapBitsPerSecond,
            final long flowHorizonNs,
            final long delayNs,
            final long jitterNs,
            final int mtuBytes,
            final boolean announcesMtu) {
        return to(egress, flowCapBitsPerSecond, flowHorizonNs, delayNs, jitterNs, mtuBytes, announcesMtu, null);
    }

    /** Adds a way to a port; the parameters are those of {@link Route#to}. */
    public synchronized Route to(
            final VirtualFunction egress,
            final long flowCapBitsPerSecond,
            final long flowHorizonNs,
            final long delayNs,
            final long jitterNs,
            final int mtuBytes,
            final boolean announcesMtu,
            final Translation translation) {
        return add(Route.to(
                count,
                egress,
                flowCapBitsPerSecond,
                flowHorizonNs,
                delayNs,
                jitterNs,
                mtuBytes,
                announcesMtu,
                translation));
    }

    /** Adds a refusal. */
    public synchronized Route refused(final DropReason reason) {
        return add(Route.refused(count, reason));
    }

    /** How many there are, retired ones too. */
    public synchronized int count() {
        return count;
    }

    /** The routes so far, by number, and null behind them. Not to be changed. */
    Route[] snapshot() {
        return routes;
    }

    private Route add(final Route route) {
        Route[] known = routes;
        if (count == known.length) {
            known = Arrays.copyOf(known, 2 * count);
        }
        known[count++] = route;
        routes = known; // publishes the element as well
        return route;
    }
}
