package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.Flow;

/** Which flows belong to connections that security groups remember. Called by any thread. */
@FunctionalInterface
public interface Connections {

    /** Nothing is remembered: every flow is a new one. */
    Connections NONE = (at, flow) -> false;

    /** Whether the instance of an interface remembers a flow, in either direction. */
    boolean isTracked(NetworkInterface at, Flow flow);
}
