package io.ringlane.dataplane.pipeline;

/** A worker's snapshot of the routes, so that a packet reads no volatile field. Its thread only. */
final class RouteCache {

    private final Routes routes;
    private Route[] cache = new Route[0];

    RouteCache(final Routes routes) {
        this.routes = routes;
    }

    /** The route with this number; one the snapshot does not have was added since. */
    Route get(final int index) {
        final Route[] known = cache;
        final Route route = index < known.length ? known[index] : null;
        return route != null ? route : refresh(index);
    }

    private Route refresh(final int index) {
        cache = routes.snapshot();
        return cache[index];
    }
}
