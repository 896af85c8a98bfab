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
        final Route route = known(index);
        return route != null ? route : refresh(index);
    }

    /** The route with this number if the snapshot has it, else null. */
    Route known(final int index) {
        final Route[] known = cache;
        return index < known.length ? known[index] : null;
    }

    private Route refresh(final int index) {
        cache = routes.snapshot();
        return cache[index];
    }
}
