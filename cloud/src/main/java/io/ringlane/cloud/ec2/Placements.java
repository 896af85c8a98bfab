package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.placement.PlacementException;

/** Says in the control plane's words what placement refuses. */
final class Placements {

    private Placements() {}

    static Ec2Exception translate(PlacementException refused) {
        String prefix = refused.code() + ": ";
        String message = refused.getMessage();
        return new Ec2Exception(
                refused.code(), message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }
}
