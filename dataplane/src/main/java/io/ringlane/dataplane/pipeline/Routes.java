package io.ringlane.dataplane.pipeline;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * All routes of a data plane, numbered. Flows leave a route when it is {@linkplain Route#retire retired}, or when the epoch
 * moves; the number of one that is retired {@linkplain #retire here} is given to another route once no flow and no packet on
 * its way has it any more.
 *
 * <p>That is found out in rounds: when many are retired, or no number is left, every worker is asked to take its flows off
 * retired routes and to wait until the packets that were on their way have ended. What is retired meanwhile waits for the next
 * round. So a number that a worker reads in a flow or in a packet is always that of the route it was written for.
 *
 * <p>Any thread adds and retires, in constant time on average; workers read a snapshot and look again where it has nothing.
 */
public final class Routes {

    /** The route, retired, of flows that have none, and of all when no number is left: each of their packets asks again. */
    static final int NONE = 0;

    /** Numbers that are taken from the start: {@link #NONE}, and that of packets to a port for which there is no room. */
    private static final int OWN = 2;

    /** Most numbers there can be, as many as a flow's record tells apart. */
    public static final int MOST = FlowRecordLayout.MAX_ROUTE_INDEX + 1;

    private static final int FIRST_CAPACITY = 64;

    /** Retired routes that are worth a round, which looks at every flow: at a million flows some 10 ms of a worker's time. */
    private static final int ENOUGH_FOR_A_ROUND = 1 << 16;

    private final int limit;
    private final Route none;
    private final Route noRoom;
    private final RoutesByEgress byEgress = new RoutesByEgress();
    private final List<Route[]> tables = new ArrayList<>(); // the last one counts; workers may have an earlier one
    private volatile Route[] routes = new Route[FIRST_CAPACITY];
    private int numbers; // given so far, at some time
    private int[] free = new int[FIRST_CAPACITY];
    private int freeCount;
    private int[] waiting = new int[FIRST_CAPACITY]; // retired, in that order
    private int waitingCount;
    private int inRound; // of those that wait, the first so many; 0 if there is no round
    private Consumer<Runnable> round = finished -> {}; // nobody to ask: numbers stay taken

    /** As many routes as flows can tell apart. */
    public Routes() {
        this(MOST);
    }

    /** @param limit numbers at a time, 3 to {@link #MOST}; two are taken from the start */
    public Routes(final int limit) {
        if (limit <= OWN || limit > MOST) {
            throw new IllegalArgumentException(limit + " routes; takes " + (OWN + 1) + " to " + MOST);
        }
        this.limit = limit;
        tables.add(routes);
        none = add(Route.refused(number(), DropReason.FLOW_TABLE_FULL));
        none.retire();
        noRoom = add(Route.refused(number(), DropReason.RX_OVERRUNS));
        noRoom.retire(); // there may be some when the next packet comes
    }

    /**
     * Says who asks the workers in a round; it calls the argument back when all of them are done. Called with this object's
     * lock held, so it does not wait.
     */
    public synchronized void setRound(final Consumer<Runnable> value) {
        round = value;
    }

    /** Adds a way to a port that changes no headers. */
    public Route to(final VirtualFunction egress, final RoutePath path) {
        return to(egress, path, null);
    }

    /**
     * Adds a way to a port, and {@linkplain VirtualFunction#open opens} that.
     *
     * @param path what packets meet between the two ports
     * @param translation what is changed in headers, or null
     * @return the route; a retired one that refuses packets, as {@link DropReason#FLOW_TABLE_FULL} if every number is taken, or
     *     as {@link DropReason#RX_OVERRUNS} if there is no room for the port's queues
     */
    public Route to(final VirtualFunction egress, final RoutePath path, final Translation translation) {
        return to(egress, path, translation, null, null);
    }

    /**
     * Adds a way to a port that may lead through a gateway, or have another beside it.
     *
     * @param path what packets meet between the two ports
     * @param translation what is changed in headers, or null
     * @param crossing the gateways that it leads through, or null
     * @param wider the route to the same port for packets that are longer, or null; one that was added here and given to nobody, and
     *     is retired with this route
     * @return as {@link #to(VirtualFunction, RoutePath, Translation)}
     */
    public Route to(
            final VirtualFunction egress,
            final RoutePath path,
            final Translation translation,
            final Crossing crossing,
            final Route wider) {
        if (!egress.isOpen() && !egress.open()) { // without the lock, which who hears of it may want
            return noRoom;
        }
        if (wider != null && wider.isRetired()) {
            return wider; // there was no number, or no room, for that one
        }
        synchronized (this) {
            final int number = number();
            if (number == NONE) {
                if (wider != null) {
                    retire(wider);
                }
                return none;
            }
            final Route made = add(Route.to(number, egress, path, translation, crossing, wider));
            byEgress.add(made);
            if (made.isStale()) { // withdrawn meanwhile, and leave() may have been here before
                made.suspend();
            }
            return made;
        }
    }

    /** Has the flows on all routes to a port ask again, because it went out of use; see {@link Route#isStale}. */
    public synchronized void leave(final VirtualFunction egress) {
        byEgress.expire(egress);
    }

    /** Adds a refusal; what is returned if every number is taken refuses too, see {@link #to}. */
    public synchronized Route refused(final DropReason reason) {
        final int number = number();
        return number == NONE ? none : add(Route.refused(number, reason));
    }

    /**
     * {@linkplain Route#retire Retires} a route that was added here, for good: its number will be another's. A second call does
     * nothing.
     */
    public synchronized void retire(final Route route) {
        if (route.isRetired()) {
            return;
        }
        route.retire();
        waitForRound(route);
        if (route.wider() != null) {
            route.wider().retire();
            waitForRound(route.wider());
        }
        if (waitingCount >= Math.min(ENOUGH_FOR_A_ROUND, limit / 4)) {
            beginRound();
        }
    }

    private void waitForRound(final Route route) {
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * waitingCount);
        }
        waiting[waitingCount++] = route.index();
    }

    private void beginRound() {
        if (inRound == 0 && waitingCount != 0) {
            inRound = waitingCount;
            round.accept(this::endRound);
        }
    }

    private synchronized void endRound() {
        if (freeCount + inRound > free.length) {
            free = Arrays.copyOf(free, Math.max(2 * free.length, freeCount + inRound));
        }
        System.arraycopy(waiting, 0, free, freeCount, inRound);
        freeCount += inRound;
        waitingCount -= inRound;
        System.arraycopy(waiting, inRound, waiting, 0, waitingCount);
        inRound = 0;
    }

    /** Numbers that are taken, those of retired routes that wait for a round too. */
    public synchronized int count() {
        return numbers - freeCount;
    }

    /** The routes by number, and null behind them. Not to be changed; stays up to date as far as it reaches. */
    Route[] snapshot() {
        return routes;
    }

    /** A number that nobody has; {@link #NONE} if all are taken. */
    private int number() {
        if (freeCount != 0) {
            return free[--freeCount];
        }
        if (numbers < limit) {
            return numbers++; // the first one is NONE's own
        }
        beginRound();
        return NONE;
    }

    private Route add(final Route route) {
        final int index = route.index();
        Route[] table = routes;
        if (index == table.length) {
            table = Arrays.copyOf(table, 2 * index);
            tables.add(table);
        }
        for (final Route[] each : tables) { // a worker that has an earlier table must not find a former route in it
            if (index < each.length) {
                each[index] = route;
            }
        }
        routes = table; // publishes the element as well
        return route;
    }
}
