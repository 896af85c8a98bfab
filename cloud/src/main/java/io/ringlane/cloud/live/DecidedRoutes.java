package io.ringlane.cloud.live;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.Routes;
import java.util.ArrayList;
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
 * <p>A decision that was begun before a change, and would be written down after it, is refused: see {@link #now}.
 *
 * <p>There are at most so many routes and things that they depend on, whatever senders make up. Beyond that one of the oldest is
 * retired, and its flows ask again: the first to which few decisions have led, so that a sender who makes up flows pushes out
 * its own, and a route that many flows share stays.
 *
 * <p>Any thread; {@link #onChange} has one caller at a time. Short locks, which nobody holds while a decision is made.
 */
final class DecidedRoutes {

    /** A refusal that many flows share depends on all that their decisions read; past this the next flow gets another. */
    private static final int MOST_DEPENDENCIES = 64;

    /**
     * Things to depend on for each route that there may be. Most are shared; what an address or a connection of its own has takes
     * 150 bytes, a route 650.
     */
    private static final int THINGS_A_ROUTE = 2;

    /** Old routes that may be spared in a row, so that making room takes a microsecond at most. */
    private static final int MOST_SPARED = 16;

    /**
     * Routes that one change asks about again, some microseconds each; it retires the rest, whose flows then ask one by
     * one as they send. Ten times as many would make a call last tens of milliseconds.
     */
    private static final int MOST_QUESTIONS = 1024;

    private final Routes routes;
    private final int most;
    private final Map<Object, DecidedRoute> byContent = new HashMap<>(); // the latest of those that are alike
    private final Set<DecidedRoute> inForce = new LinkedHashSet<>(); // the oldest first
    private final DependencyIndex dependents = new DependencyIndex();
    private volatile Moment now = new Moment(0, 0);
    private long retired;
    private long confirmed;

    /**
     * When a decision began.
     *
     * @param changes how many there were before
     * @param connections how many were opened before
     */
    record Moment(long changes, long connections) {}

    /** The flow that stands for all that share a route. */
    record Question(VirtualFunction ingress, Flow flow) {}

    /**
     * What a decision has come to.
     *
     * @param content what tells it from others
     * @param question to be asked when something that it depends on changes, or null to retire its route then
     * @param reads what it depends on
     * @param lacksConnection whether it is a refusal that a connection opened from the other side would end
     * @param opened a connection that it has opened, as {@link Dependency#connection} has it; what was refused for the want of it is
     *     decided anew
     */
    record Finding(Object content, Question question, Reads reads, boolean lacksConnection, long[] opened) {}

    /** Answers a question by the rules that stand now. */
    interface Answers {

        /** What tells the flow's route from others; null if it has none any more. Adds what that depends on. */
        Object contentOf(Question question, Reads reads);
    }

    /**
     * @param routes where the routes are added
     * @param most routes at a time
     */
    DecidedRoutes(Routes routes, int most) {
        this.routes = routes;
        this.most = most;
    }

    /** To be taken before a decision begins. */
    Moment now() {
        return now;
    }

    /**
     * The route of a decision.
     *
     * @param begun {@link #now} before it was made
     * @param make makes the route if there is none yet
     * @return null if there was a change since, or a connection was opened that it may lack: decide again
     */
    synchronized Route route(Moment begun, Finding finding, Supplier<Route> make) {
        if (begun.changes != now.changes || finding.lacksConnection && begun.connections != now.connections) {
            return null;
        }
        if (finding.opened.length != 0) {
            now = new Moment(now.changes, now.connections + 1);
            for (long each : finding.opened) {
                retireAll(each);
            }
        }
        DecidedRoute known = byContent.get(finding.content);
        if (known != null && known.route.isStale()) {
            retire(known);
            known = null;
        }
        if (known == null || finding.question == null && isFull(known, finding.reads)) {
            makeRoom();
            Route made = make.get();
            if (made.isRetired()) {
                return made; // there is no number or no room: the next packet asks again
            }
            known = new DecidedRoute(finding.content, made, finding.question);
            byContent.put(finding.content, known);
            inForce.add(known);
        }
        known.decisions++;
        dependents.add(known, finding.reads);
        return known.route;
    }

    private static boolean isFull(DecidedRoute known, Reads reads) {
        int more = 0;
        for (int i = 0; i < reads.count(); i++) {
            more += known.dependencies.contains(reads.get(i)) ? 0 : 1;
        }
        return more > 0 && known.dependencies.count() + more > MOST_DEPENDENCIES;
    }

    private void makeRoom() {
        while (inForce.size() >= most || dependents.size() >= THINGS_A_ROUTE * most && !inForce.isEmpty()) {
            DecidedRoute oldest = inForce.iterator().next();
            for (int i = 0; i < MOST_SPARED && oldest.decisions > 1; i++) {
                oldest.decisions >>>= 1;
                inForce.remove(oldest);
                inForce.add(oldest);
                oldest = inForce.iterator().next();
            }
            retire(oldest);
        }
    }

    /** Brings the routes in step with the region; when it returns, none is left that says what held before. */
    void onChange(Iterable<Long> touched, Answers answers) {
        Set<DecidedRoute> inDoubt = doubt(touched);
        List<Reads> news = new ArrayList<>();
        for (DecidedRoute each : inDoubt) {
            Reads reads = new Reads();
            boolean holds = each.content.equals(answers.contentOf(each.question, reads));
            news.add(holds ? reads : null);
        }
        settle(inDoubt, news);
    }

    private synchronized Set<DecidedRoute> doubt(Iterable<Long> touched) {
        noteChange();
        Set<DecidedRoute> inDoubt = new LinkedHashSet<>();
        for (long number : touched) {
            for (DecidedRoute each : dependents.of(number)) {
                if (each.question == null || inDoubt.size() == MOST_QUESTIONS && !inDoubt.contains(each)) {
                    retire(each);
                } else if (inForce.contains(each)) {
                    inDoubt.add(each);
                }
            }
        }
        return inDoubt;
    }

    private synchronized void settle(Set<DecidedRoute> inDoubt, List<Reads> news) {
        int i = 0;
        for (DecidedRoute each : inDoubt) {
            Reads reads = news.get(i++);
            if (reads == null) {
                retire(each);
            } else if (inForce.contains(each)) { // not pushed out meanwhile
                dependents.add(each, reads);
                confirmed++;
            }
        }
    }

    /** Ends the routes that depend on something outside of the region's state, which has changed: their flows ask again. */
    synchronized void end(long dependency) {
        noteChange();
        retireAll(dependency);
    }

    private void noteChange() {
        now = new Moment(now.changes + 1, now.connections);
    }

    private void retireAll(long dependency) {
        for (DecidedRoute each : dependents.of(dependency)) {
            retire(each);
        }
    }

    private void retire(DecidedRoute each) {
        if (inForce.remove(each)) {
            routes.retire(each.route);
            byContent.remove(each.content, each);
            dependents.forget(each);
            retired++;
        }
    }

    /** Routes in force. */
    synchronized int inForce() {
        return inForce.size();
    }

    /** Things that routes in force depend on. */
    synchronized int dependencies() {
        return dependents.size();
    }

    /** Routes that changes have retired so far, or that were pushed out. */
    synchronized long retired() {
        return retired;
    }

    /** How often a change has asked about a route, and it held. */
    synchronized long confirmed() {
        return confirmed;
    }
}
