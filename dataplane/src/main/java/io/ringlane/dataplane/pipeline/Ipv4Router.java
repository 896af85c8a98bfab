package io.ringlane.dataplane.pipeline;

import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * A {@link Router} of a network without IPv6, so that a lambda will do.
 *
 * <p>No packet asks it for IPv6 as long as no port has an IPv6 address and every port checks its own. Where one does not, an
 * IPv6 packet of its instance stops the workers, as any exception of a router does: such a network needs a {@link Router}
 * that refuses.
 */
@FunctionalInterface
public interface Ipv4Router extends Router {

    @Override
    default Route routeIpv6(
            final VirtualFunction ingress,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final long word1) {
        throw new UnsupportedOperationException(
                "an IPv6 packet from '" + ingress.name() + "', in a network without IPv6");
    }
}
