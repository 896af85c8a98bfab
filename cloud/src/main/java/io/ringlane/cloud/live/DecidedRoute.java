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

    /** What to ask when something changed; null if flows have to ask for themselves. */
    final DecidedRoutes.Question question;

    final Reads dependencies = new Reads(ORDINARY_DEPENDENCIES);

    /** How many decisions have led here, halved each time that it is spared; see {@link DecidedRoutes}. */
    int decisions;

    DecidedRoute(Object content, Route route, DecidedRoutes.Question question) {
        this.content = content;
        this.route = route;
        this.question = question;
    }
}
