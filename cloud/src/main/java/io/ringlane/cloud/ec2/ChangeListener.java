package io.ringlane.cloud.ec2;

import io.ringlane.cloud.state.Change;

/**
 * Is told of every change once it stands, before the call that made it returns, and before a host that became free is given to
 * anybody else. One call at a time; must not call the region. If it throws, so does that call, and the change stands all the same.
 */
@FunctionalInterface
public interface ChangeListener {

    /** Nobody listens. */
    ChangeListener NONE = change -> {};

    /** A change stands. */
    void onChange(Change change);
}
