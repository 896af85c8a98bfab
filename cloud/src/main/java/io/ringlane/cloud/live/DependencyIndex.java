package io.ringlane.cloud.live;

import io.ringlane.cloud.state.Reads;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which routes depend on what. Takes as much memory as the routes in force need: a route that is forgotten is let go in constant
 * time on average, and so is what no other depends on. One thread at a time.
 */
final class DependencyIndex {

    private static final DecidedRoute[] NONE = {};

    private final Map<Long, Dependents> byNumber = new HashMap<>();

    /** The routes that depend on one thing, forgotten ones among them. */
    private static final class Dependents {
        private DecidedRoute[] routes = new DecidedRoute[1];
        private int count;
        private int forgotten;

        void add(DecidedRoute each) {
            if (count == routes.length) {
                routes = Arrays.copyOf(routes, 2 * count);
            }
            routes[count++] = each;
        }

        /** One more is forgotten; returns whether any is left. */
        boolean forget() {
            forgotten++;
            if (2 * forgotten > count) {
                DecidedRoute[] left = new DecidedRoute[count]; // whoever goes through the others goes on
                int kept = 0;
                for (int i = 0; i < count; i++) {
                    if (!routes[i].route.isRetired()) {
                        left[kept++] = routes[i];
                    }
                }
                routes = Arrays.copyOf(left, Math.max(1, kept));
                count = kept;
                forgotten = 0;
            }
            return count != 0;
        }
    }

    /** Notes what a route depends on beside what is known. */
    void add(DecidedRoute each, Reads reads) {
        for (int i = 0; i < reads.count(); i++) {
            if (each.dependencies.add(reads.get(i))) {
                byNumber.computeIfAbsent(reads.get(i), key -> new Dependents()).add(each);
            }
        }
    }

    /** Does something with each route that depends on a number, of which it may forget some meanwhile but add none. */
    void forEach(long number, Consumer<DecidedRoute> action) {
        Dependents those = byNumber.get(number);
        DecidedRoute[] routes = those == null ? NONE : those.routes;
        int count = those == null ? 0 : those.count;
        for (int i = 0; i < count; i++) {
            action.accept(routes[i]);
        }
    }

    /** Lets go of a route, which is retired. */
    void forget(DecidedRoute retired) {
        for (int i = 0; i < retired.dependencies.count(); i++) {
            long number = retired.dependencies.get(i);
            if (!byNumber.get(number).forget()) {
                byNumber.remove(number);
            }
        }
    }

    /** Things that some route depends on. */
    int size() {
        return byNumber.size();
    }
}
