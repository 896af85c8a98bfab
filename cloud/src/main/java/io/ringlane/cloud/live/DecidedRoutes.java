package io.ringlane.cloud.live;

import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.dataplane.pipeline.Route;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The routes that decisions have led to, and what each depends on. Flows that are treated alike share one; a change retires
 * those that depend on what it touched, and no others.
 *
 * <p>A decision that was begun before a change, and would be written down after it, is refused: see {@link #version}. Any
 * thread; short locks, which neither workers nor control hold while they wait for each other.
 */
final class DecidedRoutes {

    /** A route that many decisions share depends on all that they read; past this it is left to those it has. */
    private static final int MOST_DEPENDENCIES = 64;

    private final Map<Object, Entry> byContent = new HashMap<>();
    private final Map<Long, Dependents> dependents = new HashMap<>();
    private volatile long version;
    private long retired;

    private static final class Entry {
        private final Object content;
        private final Route route;
        private final Reads dependencies = new Reads();

        Entry(Object content, Route route) {
            this.content = content;
            this.route = route;
        }
    }

    /** Entries that depend on one thing; retired ones are let go when there is no room. */
    private static final class Dependents {
        private Entry[] entries = new Entry[1];
        private int count;

        void add(Entry entry) {
            if (count == entries.length) {
                int live = 0;
                for (int i = 0; i < count; i++) {
                    if (!entries[i].route.isRetired()) {
                        entries[live++] = entries[i];
                    }
                }
                Arrays.fill(entries, live, count, null);
                count = live;
                if (2 * live > entries.length) {
                    entries = Arrays.copyOf(entries, 2 * entries.length);
                }
            }
            entries[count++] = entry;
        }
    }

    /** Moves with every change; to be taken before a decision begins. */
    long version() {
        return version;
    }

    /**
     * The route of a decision.
     *
     * @param decidedAt the {@link #version} before it was made
     * @param content what tells it from other routes
     * @param reads what the decision depends on
     * @param opened a connection that the decision has opened, as {@link Dependency#connection} has it; what was refused for the
     *     want of it is decided anew
     * @return null if there was a change since: decide again
     */
    synchronized Route route(long decidedAt, Object content, Reads reads, long[] opened, Supplier<Route> make) {
        if (decidedAt != version) {
            return null;
        }
        for (long each : opened) {
            touch(each);
        }
        Entry entry = byContent.get(content);
        if (entry == null || entry.dependencies.count() + reads.count() > MOST_DEPENDENCIES && !has(entry, reads)) {
            entry = new Entry(content, make.get());
            byContent.put(content, entry);
        }
        for (int i = 0; i < reads.count(); i++) {
            int before = entry.dependencies.count();
            entry.dependencies.add(reads.get(i));
            if (entry.dependencies.count() != before) {
                dependents
                        .computeIfAbsent(reads.get(i), key -> new Dependents())
                        .add(entry);
            }
        }
        return entry.route;
    }

    private static boolean has(Entry entry, Reads reads) {
        int before = entry.dependencies.count();
        int missing = 0;
        for (int i = 0; i < reads.count(); i++) {
            missing += contains(entry.dependencies, before, reads.get(i)) ? 0 : 1;
        }
        return missing == 0;
    }

    private static boolean contains(Reads in, int count, long dependency) {
        for (int i = 0; i < count; i++) {
            if (in.get(i) == dependency) {
                return true;
            }
        }
        return false;
    }

    /** Retires what depends on anything touched. */
    synchronized void onChange(Iterable<Long> touched) {
        for (long each : touched) {
            touch(each);
        }
        version++;
    }

    private void touch(long dependency) {
        Dependents those = dependents.remove(dependency);
        for (int i = 0; those != null && i < those.count; i++) {
            Entry entry = those.entries[i];
            if (!entry.route.isRetired()) {
                entry.route.retire();
                byContent.remove(entry.content, entry);
                retired++;
            }
        }
        version += those == null ? 0 : 1;
    }

    /** Routes in force. */
    synchronized int inForce() {
        return byContent.size();
    }

    /** Routes that changes have retired so far. */
    synchronized long retired() {
        return retired;
    }
}
