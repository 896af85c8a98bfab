package io.ringlane.dataplane.pipeline;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;

/**
 * All routes of a data plane, numbered. Routes are only added; flows move to new ones when the epoch moves.
 *
 * <p>Any thread adds; workers read a snapshot and look again when a number lies beyond it.
 */
public final class Routes {

    private volatile Route[] routes = new Route[0];

    /** Adds a way to a port; the parameters are those of {@link Route#to}. */
    public synchronized Route to(
            final VirtualFunction egress,
            final long flowCapBitsPerSecond,
            final long flowHorizonNs,
            final long delayNs,
            final long jitterNs,
            final int mtuBytes,
            final boolean announcesMtu) {
        return add(Route.to(
                routes.length, egress, flowCapBitsPerSecond, flowHorizonNs, delayNs, jitterNs, mtuBytes, announcesMtu));
    }

    /** Adds a refusal. */
    public synchronized Route refused(final DropReason reason) {
        return add(Route.refused(routes.length, reason));
    }

    /** The routes so far, by number. Not to be changed. */
    Route[] snapshot() {
        return routes;
    }

    private Route add(final Route route) {
        final Route[] more = Arrays.copyOf(routes, routes.length + 1);
        more[route.index()] = route;
        routes = more;
        return route;
    }
}
