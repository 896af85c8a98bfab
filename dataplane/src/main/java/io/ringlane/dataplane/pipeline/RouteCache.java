package io.ringlane.dataplane.pipeline;

/** A worker's snapshot of the routes, so that a packet reads no volatile field. Its thread only. */
final class RouteCache {

    private final Routes routes;
    private Route[] cache = new Route[0];

    RouteCache(final Routes routes) {
        this.routes = routes;
    }

    /** The route with this number; a number beyond the snapshot is of a route added since. */
    Route get(final int index) {
        final Route[] known = cache;
        return index < known.length ? known[index] : refresh(index);
    }

    private Route refresh(final int index) {
        cache = routes.snapshot();
        return cache[index];
    }
}
