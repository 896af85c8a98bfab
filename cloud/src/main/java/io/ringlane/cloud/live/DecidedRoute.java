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

    /** Whether something else holds at present, but may hold again. */
    boolean isSuspended;

    /** How often it did not hold since it was last in force, when it was asked. */
    int misses;

    DecidedRoute(DecidedRoutes.Finding finding, Route route) {
        this.content = finding.content();
        this.all = finding.all();
        this.question = finding.question();
        this.route = route;
    }
}
