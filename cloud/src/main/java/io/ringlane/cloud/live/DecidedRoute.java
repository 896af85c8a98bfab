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

    /** The flows that all take the route, and without being decided one by one; null if they do not. */
    final FlowClass all;

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

    DecidedRoute(DecidedRoutes.Finding finding, Route route) {
        this.content = finding.content();
        this.all = finding.all();
        this.question = finding.question();
        this.lacksConnection = finding.lacksConnection();
        this.route = route;
    }

    boolean isSuspended() {
        return state == State.SUSPENDED;
    }

    /** Whether a connection that is opened may end what it says. */
    boolean endsByConnection() {
        return lacksConnection || state == State.REFUSING;
    }
}
