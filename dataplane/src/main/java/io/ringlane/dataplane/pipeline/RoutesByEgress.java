package io.ringlane.dataplane.pipeline;

import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;

/** The routes to each port, which expire when the port goes out of use. One thread at a time. */
final class RoutesByEgress {

    private static final int FIRST_PORTS = 16;

    private Route[][] routes = new Route[FIRST_PORTS][]; // by port; null behind those there are
    private int[] counts = new int[FIRST_PORTS];

    /** Adds a route, in constant time on average; those that are retired are let go when there is no room. */
    void add(final Route route) {
        final int port = route.egress().portIndex();
        if (port >= routes.length) {
            final int ports = Math.max(port + 1, 2 * routes.length);
            routes = Arrays.copyOf(routes, ports);
            counts = Arrays.copyOf(counts, ports);
        }
        if (routes[port] == null) {
            routes[port] = new Route[1];
        } else if (counts[port] == routes[port].length) {
            makeRoom(port);
        }
        routes[port][counts[port]++] = route;
    }

    private void makeRoom(final int port) {
        final Route[] known = routes[port];
        int kept = 0;
        for (final Route each : known) {
            if (!each.isRetired()) {
                known[kept++] = each;
            }
        }
        Arrays.fill(known, kept, known.length, null);
        counts[port] = kept;
        if (2 * kept > known.length) {
            routes[port] = Arrays.copyOf(known, 2 * known.length);
        }
    }

    /** Expires all routes to a port. */
    void expire(final VirtualFunction egress) {
        final int port = egress.portIndex();
        if (port >= routes.length || routes[port] == null) {
            return;
        }
        for (int i = 0; i < counts[port]; i++) {
            routes[port][i].suspend();
        }
        routes[port] = null;
        counts[port] = 0;
    }
}
