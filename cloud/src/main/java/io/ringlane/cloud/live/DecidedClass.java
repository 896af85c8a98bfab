package io.ringlane.cloud.live;

import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.RouteRead;
import java.util.Arrays;

/**
 * The routes that decisions about one class of flows have led to, and what they have come to lately. {@link DecidedRoutes} has the
 * lock.
 *
 * <p>What the class comes to is a function of what was read on the way. So an answer holds again when each route table says again
 * what it said then, if nothing else that was read has changed since: a route that comes and goes is no new question.
 */
final class DecidedClass {

    /** Answers to remember: one for each end that a route may lead to in turn. */
    private static final int MOST_ANSWERS = 4;

    private static final DecidedRoute[] NO_ROUTES = {};
    private static final Answer[] NO_ANSWERS = {};

    /** Null for a route that is no other flow's. */
    final FlowClass like;

    /** Where new flows are led; null if they are decided. Read without the lock. */
    volatile DecidedRoute current;

    /** To be asked about the class; of the change that goes on, null outside of one. */
    DecidedRoutes.Question question;

    private DecidedRoute[] routes = NO_ROUTES; // never written to
    private Answer[] answers =
            NO_ANSWERS; // never written to; what each depends on is noted with the routes that it was held against

    /** What a route table said, once for all who were told the same. */
    static final class Told {
        final RouteRead read;
        private long askedAt = -1;
        private boolean holds;

        Told(RouteRead read) {
            this.read = read;
        }

        /** Whether the table says so at a change, which asks once. */
        boolean holds(long change, DecidedRoutes.Answers answers) {
            if (askedAt != change) {
                holds = answers.holds(read);
                askedAt = change;
            }
            return holds;
        }
    }

    /**
     * An answer.
     *
     * @param content what all flows of the class come to; null for no route
     * @param told what tables said
     * @param reads what it depends on
     */
    record Answer(Object content, Told[] told, Reads reads) {

        private boolean holds(long change, DecidedRoutes.Answers asked) {
            for (Told each : told) {
                if (!each.holds(change, asked)) {
                    return false;
                }
            }
            return true;
        }
    }

    DecidedClass(FlowClass like) {
        this.like = like;
    }

    /** The routes, as they were when it was asked. */
    DecidedRoute[] routes() {
        return routes;
    }

    void add(DecidedRoute route) {
        routes = Arrays.copyOf(routes, routes.length + 1);
        routes[routes.length - 1] = route;
    }

    /** Lets go of a route, and of the answers, which it may have been who would have noticed a change of. */
    void remove(DecidedRoute route) {
        routes = Arrays.stream(routes).filter(each -> each != route).toArray(DecidedRoute[]::new);
        forgetAnswers();
    }

    boolean isEmpty() {
        return routes.length == 0;
    }

    /** The answer that holds at a change of routes alone; null if that is to be asked. */
    Answer answer(long change, DecidedRoutes.Answers asked) {
        for (Answer each : answers) {
            if (each.holds(change, asked)) {
                return each;
            }
        }
        return null;
    }

    /** Notes an answer. */
    void remember(Answer answer) {
        int kept = Math.min(answers.length, MOST_ANSWERS - 1);
        Answer[] next = new Answer[kept + 1];
        next[0] = answer;
        System.arraycopy(answers, 0, next, 1, kept);
        answers = next;
    }

    /** Something else has changed. */
    void forgetAnswers() {
        answers = NO_ANSWERS;
    }
}
