package io.ringlane.cloud.live;

import io.ringlane.cloud.state.Reads;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
                int kept = 0;
                for (int i = 0; i < count; i++) {
                    if (!routes[i].route.isRetired()) {
                        routes[kept++] = routes[i];
                    }
                }
                routes = Arrays.copyOf(routes, Math.max(1, kept));
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

    /** The routes that depend on something; not to be changed, and as they were when it was asked. */
    DecidedRoute[] of(long number) {
        Dependents those = byNumber.get(number);
        return those == null ? NONE : Arrays.copyOf(those.routes, those.count);
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
