package io.ringlane.cloud.live;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The routes that decisions have led to, and what each depends on. Flows that are treated alike share one. A change looks at
 * those that depend on what it touched, and at no others: it asks again what became of them, on the thread that makes the
 * change, and retires those that became something else. Flows of the others never notice.
 *
 * <p>A decision that was begun before a change, and would be written down after it, is refused: see {@link #version}. Any
 * thread; {@link #onChange} has one caller at a time. Short locks, which nobody holds while a decision is made.
 */
final class DecidedRoutes {

    /** A refusal that many flows share depends on all that their decisions read; past this the next flow gets another. */
    private static final int MOST_DEPENDENCIES = 64;

    /**
     * Routes that one change asks about again, some microseconds each; it retires the rest, whose flows then ask one by
     * one as they send. Ten times as many would make a call last tens of milliseconds.
     */
    private static final int MOST_QUESTIONS = 1024;

    private final Routes routes;
    private final Map<Object, Entry> byContent = new HashMap<>();
    private final Map<Long, Dependents> dependents = new HashMap<>();
    private volatile long version;
    private long retired;
    private long confirmed;

    /** The flow that stands for all that share a route. */
    record Question(VirtualFunction ingress, Flow flow) {}

    /** Answers a question by the rules that stand now. */
    interface Answers {

        /** What tells the flow's route from others; null if it has none any more. Adds what that depends on. */
        Object contentOf(Question question, Reads reads);
    }

    /** Dependencies of an ordinary decision; a region holds one such list a route. */
    private static final int ORDINARY_DEPENDENCIES = 12;

    private static final class Entry {
        private final Object content;
        private final Route route;
        private final Question question; // null if flows have to ask for themselves
        private final Reads dependencies = new Reads(ORDINARY_DEPENDENCIES);

        Entry(Object content, Route route, Question question) {
            this.content = content;
            this.route = route;
            this.question = question;
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

    /** @param routes where the routes were added */
    DecidedRoutes(Routes routes) {
        this.routes = routes;
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
     * @param question to be asked when something that it depends on changes, or null to retire it then
     * @param reads what the decision depends on
     * @param opened a connection that the decision has opened, as {@link Dependency#connection} has it; what was refused for the
     *     want of it is decided anew
     * @return null if there was a change since: decide again
     */
    synchronized Route route(
            long decidedAt, Object content, Question question, Reads reads, long[] opened, Supplier<Route> make) {
        if (decidedAt != version) {
            return null;
        }
        for (long each : opened) {
            retireAll(each);
        }
        Entry entry = byContent.get(content);
        if (entry == null || question == null && isFull(entry, reads)) {
            Route made = make.get();
            if (made.isRetired()) {
                return made; // no number is left: the next packet asks again
            }
            entry = new Entry(content, made, question);
            byContent.put(content, entry);
        }
        depend(entry, reads);
        return entry.route;
    }

    private void depend(Entry entry, Reads reads) {
        for (int i = 0; i < reads.count(); i++) {
            if (entry.dependencies.add(reads.get(i))) {
                dependents
                        .computeIfAbsent(reads.get(i), key -> new Dependents())
                        .add(entry);
            }
        }
    }

    private static boolean isFull(Entry entry, Reads reads) {
        int more = 0;
        for (int i = 0; i < reads.count(); i++) {
            more += entry.dependencies.contains(reads.get(i)) ? 0 : 1;
        }
        return more > 0 && entry.dependencies.count() + more > MOST_DEPENDENCIES;
    }

    /** Brings the routes in step with the region; when it returns, none is left that says what held before. */
    void onChange(Iterable<Long> touched, Answers answers) {
        Set<Entry> inDoubt = doubt(touched);
        List<Reads> news = new ArrayList<>();
        for (Entry each : inDoubt) {
            Reads reads = new Reads();
            boolean holds = each.content.equals(answers.contentOf(each.question, reads));
            news.add(holds ? reads : null);
        }
        settle(inDoubt, news);
    }

    private synchronized Set<Entry> doubt(Iterable<Long> touched) {
        version++;
        Set<Entry> inDoubt = new LinkedHashSet<>();
        for (long each : touched) {
            Dependents those = dependents.get(each);
            for (int i = 0; those != null && i < those.count; i++) {
                Entry entry = those.entries[i];
                if (entry.question == null || inDoubt.size() == MOST_QUESTIONS && !inDoubt.contains(entry)) {
                    retire(entry);
                } else if (!entry.route.isRetired()) {
                    inDoubt.add(entry);
                }
            }
        }
        return inDoubt;
    }

    private synchronized void settle(Set<Entry> inDoubt, List<Reads> news) {
        int i = 0;
        for (Entry each : inDoubt) {
            Reads reads = news.get(i++);
            if (reads == null) {
                retire(each);
            } else {
                depend(each, reads);
                confirmed++;
            }
        }
    }

    private void retireAll(long dependency) {
        Dependents those = dependents.remove(dependency);
        for (int i = 0; those != null && i < those.count; i++) {
            retire(those.entries[i]);
        }
        version += those == null ? 0 : 1;
    }

    private void retire(Entry entry) {
        if (!entry.route.isRetired()) {
            routes.retire(entry.route);
            byContent.remove(entry.content, entry);
            retired++;
        }
    }

    /** Routes in force. */
    synchronized int inForce() {
        return byContent.size();
    }

    /** Routes that changes have retired so far. */
    synchronized long retired() {
        return retired;
    }

    /** How often a change has asked about a route, and it held. */
    synchronized long confirmed() {
        return confirmed;
    }
}
