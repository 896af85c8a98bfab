package io.ringlane.cloud.live;

import io.ringlane.cloud.state.Reads;
import io.ringlane.dataplane.pipeline.Route;

/** A route, and the decision that it stands for. {@link DecidedRoutes} has the lock. */
final class DecidedRoute {

    /** Dependencies of an ordinary decision; a region holds one such list a route. */
    private static final int ORDINARY_DEPENDENCIES = 12;

    /** What tells it from others. */
    final Object content;

    final Route route;

    /** The flows that all take the route, and without being decided one by one; a class of its own if they do not. */
    final DecidedClass all;

    /** What to ask when something changed; null if flows have to ask for themselves. */
    final DecidedRoutes.Question question;

    final Reads dependencies = new Reads(ORDINARY_DEPENDENCIES);

    /** How many flows were led here, halved each time that it is spared, see {@link DecidedRoutes}; without a lock, so roughly. */
    int decisions;

    /** Whether it is a refusal that a connection opened from the other side would end. */
    final boolean lacksConnection;

    /** What becomes of the packets of its flows. */
    State state = State.IN_FORCE;

    enum State {
        IN_FORCE,
        /** They are refused at present, all of them. */
        REFUSING,
        /** Something else holds at present: flows ask, or stay if they send nothing. */
        SUSPENDED
    }

    /** How often it did not hold since it was last in force, when it was asked. */
    int misses;

    /** Whether it is in force or suspended, and not retired. */
    boolean isKept = true;

    /** Whether the change that goes on has touched what it depends on. */
    boolean isInDoubt;

    private DecidedClass.Answer
            lastHeld; // the answers by which it held last, and did not, for their contents are compared once
    private DecidedClass.Answer lastFailed;

    DecidedRoute(DecidedRoutes.Finding finding, Route route, DecidedClass all) {
        this.content = finding.content();
        this.all = all;
        this.question = finding.question();
        this.lacksConnection = finding.lacksConnection();
        this.route = route;
    }

    /** Whether an answer is what it says. */
    boolean holds(DecidedClass.Answer answer) {
        if (answer != lastHeld) {
            if (answer == lastFailed || !content.equals(answer.content())) {
                return false;
            }
            lastHeld = answer;
        }
        return true;
    }

    /** Whether it was held against an answer just before, so that what that depends on is noted with it. */
    boolean knows(DecidedClass.Answer answer) {
        return answer == lastHeld || answer == lastFailed;
    }

    /** Whether it is known that an answer has nothing left for it to do. */
    boolean isKnownToFail(DecidedClass.Answer answer) {
        return answer == lastFailed;
    }

    /** Notes that. */
    void fail(DecidedClass.Answer answer) {
        lastFailed = answer;
    }

    boolean isSuspended() {
        return state == State.SUSPENDED;
    }

    /** Whether a connection that is opened may end what it says. */
    boolean endsByConnection() {
        return lacksConnection || state == State.REFUSING;
    }
}
