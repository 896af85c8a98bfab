package io.ringlane.cloud.instance;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.placement.PlacementException;
import java.util.function.Supplier;

/** Says in the control plane's words what placement refuses. */
public final class PlacementErrors {

    private PlacementErrors() {}

    /** What a call on placement gives; its refusal as an {@link Ec2Exception} of the same code. */
    public static <T> T translating(Supplier<T> call) {
        try {
            return call.get();
        } catch (PlacementException e) {
            String prefix = e.code() + ": ";
            String message = e.getMessage();
            throw new Ec2Exception(e.code(), message.startsWith(prefix) ? message.substring(prefix.length()) : message);
        }
    }
}
