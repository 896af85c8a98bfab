package io.ringlane.cloud.live;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.RouteRead;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.Routes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The routes that decisions have led to, and what each depends on. Flows that are treated alike share one. A change looks at
 * those that depend on what it touched, and at no others: it asks again what became of them, on the thread that makes the
 * change, and retires those that became something else. Flows of the others never notice.
 *
 * <p>What rules alone say of a flow goes for all of its class: a new flow of it needs no decision. Such a route is only
 * suspended when something else comes to hold, for a while: changes are often taken back, and a flow that sent nothing meanwhile
 * need not notice either. Where all of the class are refused, because none belongs to a connection, its route refuses them: flows
 * stay on it, and no new ones are led there. Once the sender has left its host its routes are retired, whatever holds later: what was
 * remembered of their flows is gone.
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

    /** A route depends on all that was read by decisions that led to it; past this the next flow gets another. */
    private static final int MOST_DEPENDENCIES = 64;

    /**
     * Things to depend on for each route that there may be. Most are shared; what an address or a connection of its own has takes
     * 150 bytes, a route 650.
     */
    private static final int THINGS_A_ROUTE = 2;

    /** Bits that remember which connections were opened: with a million connections and the usual number of routes, a fifth are set. */
    private static final int BITS_A_ROUTE = 32;

    /** Old routes that may be spared in a row, so that making room takes a microsecond at most. */
    private static final int MOST_SPARED = 16;

    /**
     * Questions that one change asks again, a microsecond or two each; it retires the routes of the rest, whose flows then ask one
     * by one as they send. Ten times as many would make a call last tens of milliseconds.
     */
    private static final int MOST_QUESTIONS = 1024;

    /** Classes that one change settles, a fifth of a microsecond each where the answer is known; as above for the rest. */
    private static final int MOST_CLASSES = 1 << 14;

    /** Classes that are settled with the lock held, some ten microseconds. */
    private static final int CLASSES_A_TURN = 64;

    /** Answers of tables to know apart; beyond, they are forgotten, and alike ones are asked about more than once. */
    private static final int MOST_TOLD = 1 << 12;

    /** So often a suspended route is asked about in vain before it is retired: a change and what takes it back may be several. */
    private static final int MOST_MISSES = 8;

    private final Routes routes;
    private final int most;
    private final Map<Object, DecidedRoute> byContent = new HashMap<>(); // the latest of those that are alike
    private final Map<FlowClass, DecidedClass> byClass = new ConcurrentHashMap<>(); // those with routes
    private final Map<RouteRead, DecidedClass.Told> told = new HashMap<>(); // by tables, the same for many classes
    private final Set<DecidedRoute> kept = new LinkedHashSet<>(); // in force or suspended, the oldest first
    private final DependencyIndex dependents = new DependencyIndex();
    private final OpenedConnections opened;
    private final LatelyOpened lately = new LatelyOpened();
    private volatile Moment now = new Moment(0, 0, false);
    private int suspended;
    private int refusing;
    private long ended;
    private long confirmed;

    /**
     * When a decision began.
     *
     * @param changes how many there were before
     * @param connections {@link LatelyOpened#count} of those opened before
     * @param isLast whether a refusal is to be good for its packet at least, if a connection that it lacks may have been opened since:
     *     it was right when it was decided, and whoever goes on opening such connections should not keep a worker at it
     */
    record Moment(long changes, long connections, boolean isLast) {

        /** The same, of a decision that is not made again for the sake of a connection. */
        Moment asLast() {
            return new Moment(changes, connections, true);
        }
    }

    /**
     * The flow that stands for all that share a route.
     *
     * @param life of the ingress, before the flow was decided
     * @param neighbour as {@link FlowClass#neighbour}
     */
    record Question(VirtualFunction ingress, int life, long neighbour, Flow flow) {

        Question(VirtualFunction ingress, Flow flow) {
            this(ingress, 0, flow);
        }

        Question(VirtualFunction ingress, long neighbour, Flow flow) {
            this(ingress, ingress == null ? 0 : ingress.life(), neighbour, flow);
        }

        /** The flows that are treated alike. */
        FlowClass like() {
            return FlowClass.of(ingress, neighbour, flow);
        }

        /** Whether the sender has left since: what was remembered of its flows may be gone. */
        boolean isOver() {
            return ingress != null && ingress.life() != life;
        }
    }

    /**
     * What a decision has come to.
     *
     * @param content what tells it from others
     * @param all the flows that it goes for, but for those of a connection where it is a refusal; null if it is one's own
     * @param question to be asked when something that it depends on changes, or null to retire its route then; was made before the
     *     decision
     * @param reads what it depends on
     * @param lacksConnection whether it is a refusal that a connection opened from the other side would end
     * @param opened a connection that it has opened, as {@link Dependency#connections} has it; what was refused for the want of it
     *     is decided anew
     */
    record Finding(
            Object content, FlowClass all, Question question, Reads reads, boolean lacksConnection, long[] opened) {}

    /** Answers a question by the rules that stand now. */
    interface Answers {

        /** What tells the flow's route from others; null if it has none any more. Adds what that depends on. */
        Object contentOf(Question question, Reads reads);

        /**
         * Why a route's flows are all refused now, as others like them are.
         *
         * @return null if they have to ask
         */
        default Rejection rejectionOf(Object content, Object others) {
            return null;
        }

        /** Whether a route table still says what it said. */
        default boolean holds(RouteRead read) {
            return false; // ask
        }

        /** Whether flows of a route may stay on it, though others like them would now be led to another. */
        default boolean mayStay(Object content, Object others) {
            return false;
        }
    }

    /**
     * A refusal of all flows like one, unless one belongs to a connection.
     *
     * @param connections such connections, as {@link Dependency#connections} has it
     */
    record Rejection(DropReason reason, long connections) {}

    /**
     * @param routes where the routes are added
     * @param most routes at a time
     */
    DecidedRoutes(Routes routes, int most) {
        this.routes = routes;
        this.most = most;
        this.opened = new OpenedConnections(most * BITS_A_ROUTE);
    }

    /** To be taken before a decision begins. */
    Moment now() {
        return now;
    }

    /**
     * The route that a flow of a class takes without a decision, once it is remembered where the route wants that; null if there is
     * none. Takes no lock.
     */
    Route known(FlowClass like) {
        DecidedClass all = byClass.get(like);
        DecidedRoute known = all == null ? null : all.current;
        if (known == null) {
            return null;
        }
        known.decisions++;
        return known.route; // if it ends just now, the worker sees that it did
    }

    /**
     * The route of a decision.
     *
     * @param begun {@link #now} before it was made
     * @param make makes the route if there is none yet
     * @return null if there was a change since, or a connection may have been opened that it lacks: decide again
     */
    synchronized Route route(Moment begun, Finding finding, Supplier<Route> make) {
        open(finding.opened); // it is remembered, whatever comes of the decision
        if (begun.changes != now.changes) {
            return null;
        }
        if (finding.lacksConnection && lately.mayContain(begun.connections, finding.reads)) {
            return begun.isLast ? forOnePacket(make) : null;
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
            known = new DecidedRoute(finding, made, classOf(finding.all));
            known.all.add(known);
            byContent.put(finding.content, known);
            kept.add(known);
        }
        putInForce(known);
        known.decisions++;
        dependents.add(known, finding.reads);
        return known.route;
    }

    private DecidedClass classOf(FlowClass like) {
        return like == null ? new DecidedClass(null) : byClass.computeIfAbsent(like, DecidedClass::new);
    }

    private Route forOnePacket(Supplier<Route> make) {
        Route made = make.get();
        routes.retire(made);
        return made;
    }

    /**
     * Notes a connection that a flow has opened on its class's route.
     *
     * @param begun {@link #now} before the route was asked for
     * @param numbers of the connection; none if it was known before
     * @return false if there was a change since: decide again
     */
    synchronized boolean opened(Moment begun, long[] numbers) {
        open(numbers);
        return begun.changes == now.changes;
    }

    private void open(long[] numbers) {
        if (numbers.length != 0) {
            for (long number : numbers) {
                opened.add(number);
                lately.add(number);
                dependents.forEach(number, this::endByConnection);
            }
            now = new Moment(now.changes, lately.count(), false);
        }
    }

    private void endByConnection(DecidedRoute each) {
        if (each.endsByConnection()) {
            retire(each);
        }
    }

    private void putInForce(DecidedRoute each) {
        takeIntoUse(each);
        if (each.all.like != null && each.all.current != each) {
            each.all.current = each;
        }
    }

    /** New flows of its class are decided from now on, or led elsewhere. */
    private void leadNoMore(DecidedRoute each) {
        if (each.all.current == each) {
            each.all.current = null;
        }
    }

    private void takeIntoUse(DecidedRoute each) {
        if (each.state != DecidedRoute.State.IN_FORCE) {
            enter(each, DecidedRoute.State.IN_FORCE);
            each.route.resume();
        }
        each.misses = 0;
    }

    private void enter(DecidedRoute each, DecidedRoute.State next) {
        suspended += (next == DecidedRoute.State.SUSPENDED ? 1 : 0) - (each.isSuspended() ? 1 : 0);
        refusing += (next == DecidedRoute.State.REFUSING ? 1 : 0) - (each.state == DecidedRoute.State.REFUSING ? 1 : 0);
        each.state = next;
    }

    private static boolean isFull(DecidedRoute known, Reads reads) {
        int more = 0;
        for (int i = 0; i < reads.count(); i++) {
            more += known.dependencies.contains(reads.get(i)) ? 0 : 1;
        }
        return more > 0 && known.dependencies.count() + more > MOST_DEPENDENCIES;
    }

    private void makeRoom() {
        while (kept.size() >= most || dependents.size() >= THINGS_A_ROUTE * most && !kept.isEmpty()) {
            DecidedRoute oldest = kept.iterator().next();
            for (int i = 0; i < MOST_SPARED && oldest.decisions > 1; i++) {
                oldest.decisions >>>= 1;
                kept.remove(oldest);
                kept.add(oldest);
                oldest = kept.iterator().next();
            }
            retire(oldest);
        }
    }

    /**
     * Brings the routes in step with the region; when it returns or throws, none is left that says what held before.
     *
     * @param byRoutes those that nothing but routes have touched
     */
    void onChange(Iterable<Long> touched, Set<Long> byRoutes, Answers answers) {
        List<DecidedClass> inDoubt = new ArrayList<>();
        boolean isListed = false;
        boolean isSettled = false;
        try {
            long change = doubt(touched, byRoutes, inDoubt);
            isListed = true;
            settle(change, inDoubt, answers);
            isSettled = true;
        } finally {
            if (!isListed) {
                retireAll();
            } else if (!isSettled) {
                retireAll(inDoubt);
            }
        }
    }

    private synchronized void retireAll() {
        List.copyOf(kept).forEach(this::retire);
    }

    private synchronized void retireAll(List<DecidedClass> inDoubt) {
        for (DecidedClass each : inDoubt) {
            settle(each, null, null);
        }
    }

    /** Lists the classes of the routes that depend on something: one question goes for all routes of one. */
    private synchronized long doubt(Iterable<Long> touched, Set<Long> byRoutes, List<DecidedClass> inDoubt) {
        noteChange();
        for (Long number : touched) {
            boolean isAnotherQuestion = !byRoutes.contains(number);
            dependents.forEach(number, each -> doubt(each, isAnotherQuestion, inDoubt));
        }
        return now.changes;
    }

    private void doubt(DecidedRoute each, boolean isAnotherQuestion, List<DecidedClass> inDoubt) {
        if (each.question == null) {
            retire(each);
        }
        if (!each.isKept) {
            return;
        }
        DecidedClass all = each.all;
        if (all.question == null) {
            if (inDoubt.size() == MOST_CLASSES) {
                retire(each);
                return;
            }
            all.question = each.question;
            inDoubt.add(all);
        }
        if (isAnotherQuestion) {
            all.forgetAnswers();
        }
        each.isInDoubt = true;
    }

    /** Without the lock while it asks. */
    private void settle(long change, List<DecidedClass> inDoubt, Answers answers) {
        int asked = 0;
        Object[] contents = new Object[CLASSES_A_TURN];
        Reads[] reads = new Reads[CLASSES_A_TURN];
        DecidedClass.Answer[] known = new DecidedClass.Answer[CLASSES_A_TURN];
        for (int from = 0; from < inDoubt.size(); from += CLASSES_A_TURN) {
            List<DecidedClass> turn = inDoubt.subList(from, Math.min(inDoubt.size(), from + CLASSES_A_TURN));
            for (int i = 0; i < turn.size(); i++) {
                DecidedClass each = turn.get(i);
                known[i] = each.answer(change, answers);
                reads[i] = known[i] != null || asked == MOST_QUESTIONS ? null : new Reads();
                if (reads[i] != null) {
                    asked++;
                    contents[i] = answers.contentOf(each.question, reads[i]);
                }
            }
            synchronized (this) {
                for (int i = 0; i < turn.size(); i++) {
                    DecidedClass.Answer answer = reads[i] == null ? known[i] : answer(contents[i], reads[i]);
                    boolean isNoted = settle(turn.get(i), answer, answers);
                    if (isNoted
                            && answer != known[i]
                            && now.changes == change) { // nobody has come to receive somewhere
                        turn.get(i).remember(answer);
                    }
                }
            }
        }
    }

    private DecidedClass.Answer answer(Object content, Reads reads) {
        RouteRead[] routeReads = reads.routes();
        if (told.size() > MOST_TOLD) {
            told.clear();
        }
        DecidedClass.Told[] same = new DecidedClass.Told[routeReads.length];
        for (int i = 0; i < same.length; i++) {
            same[i] = told.computeIfAbsent(routeReads[i], DecidedClass.Told::new);
        }
        return new DecidedClass.Answer(content, same, reads);
    }

    /**
     * Settles the routes of a class that are in doubt.
     *
     * @param answer null to retire them
     * @return whether one of them depends now on what the answer depends on
     */
    private boolean settle(DecidedClass all, DecidedClass.Answer answer, Answers judge) {
        boolean isNoted = false;
        for (DecidedRoute each : all.routes()) { // those that were pushed out meanwhile are not among them
            if (each.isInDoubt) {
                if (answer == null) {
                    retire(each);
                } else {
                    if (!each.knows(answer)) { // one that was remembered may be from before the route
                        dependents.add(each, answer.reads()); // what may make it hold again, too
                    }
                    settle(each, answer, judge);
                    isNoted |= each.isKept;
                }
                each.isInDoubt = false; // at the end: if it fails, it is to be retired
            }
        }
        all.question = null;
        return isNoted;
    }

    private void settle(DecidedRoute each, DecidedClass.Answer now, Answers judge) {
        boolean holds = each.holds(now);
        boolean isAsked = !holds && now.content() != null && !each.isKnownToFail(now);
        boolean stays = holds || isAsked && judge.mayStay(each.content, now.content());
        Rejection rejection =
                stays || !isAsked || each.all.like == null ? null : judge.rejectionOf(each.content, now.content());
        if (!stays && rejection == null) {
            each.fail(now);
        }
        if (rejection != null && opened.mayContain(rejection.connections)) {
            rejection = null; // some of its flows may pass
        }
        if (isOver(each, stays || rejection != null)) {
            retire(each);
        } else if (holds) {
            putInForce(each);
            confirmed++;
        } else if (stays) {
            leadNoMore(each);
            takeIntoUse(each);
            confirmed++;
        } else if (rejection != null) {
            leadNoMore(each); // what a new flow has remembered is not what rules say now
            enter(each, DecidedRoute.State.REFUSING);
            each.route.refuse(rejection.reason);
        } else {
            suspend(each);
        }
    }

    private static boolean isOver(DecidedRoute each, boolean stays) {
        return each.question.isOver()
                || each.dependencies.count()
                        > MOST_DEPENDENCIES // of many changes: a new one begins with what counts now
                || (stays ? each.route.isStale() : each.all.like == null || ++each.misses > MOST_MISSES);
    }

    private void suspend(DecidedRoute each) {
        leadNoMore(each); // first: who finds it there sees that its route has ended
        if (!each.isSuspended()) {
            enter(each, DecidedRoute.State.SUSPENDED);
            ended++;
            each.route.suspend();
        }
    }

    /** Ends the routes that refuse packets though they lead somewhere: each flow is to have a route of its kind. */
    synchronized void endRefusing() {
        if (refusing != 0) {
            for (DecidedRoute each : List.copyOf(kept)) {
                if (each.state == DecidedRoute.State.REFUSING) {
                    retire(each);
                }
            }
        }
    }

    /** Ends the routes that depend on something outside of the region's state, which has changed: their flows ask again. */
    synchronized void end(long dependency) {
        noteChange();
        retireAll(dependency);
    }

    private void noteChange() {
        now = new Moment(now.changes + 1, now.connections, false);
    }

    private void retireAll(long dependency) {
        dependents.forEach(dependency, this::retire);
    }

    private void retire(DecidedRoute each) {
        if (each.isKept) {
            each.isKept = false;
            kept.remove(each);
            byContent.remove(each.content, each);
            leadNoMore(each);
            each.all.remove(each);
            if (each.all.like != null && each.all.isEmpty()) {
                byClass.remove(each.all.like);
            }
            routes.retire(each.route);
            dependents.forget(each);
            ended += each.isSuspended() ? 0 : 1;
            enter(each, DecidedRoute.State.IN_FORCE); // counted nowhere
        }
    }

    /** Routes in force. */
    synchronized int inForce() {
        return kept.size() - suspended;
    }

    /** Things that routes in force or suspended depend on. */
    synchronized int dependencies() {
        return dependents.size();
    }

    /** How often a route has ended so far: retired or suspended by a change, or pushed out. */
    synchronized long ended() {
        return ended;
    }

    /** How often a change has asked about a route, and it held. */
    synchronized long confirmed() {
        return confirmed;
    }
}
