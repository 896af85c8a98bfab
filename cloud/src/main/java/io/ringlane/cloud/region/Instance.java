package io.ringlane.cloud.region;

import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.path.PathEnd;

/**
 * An instance that runs: where it was placed, and the one interface it has.
 *
 * @param index its number in the deployment, from 0
 * @param placement its type, group, host and card
 * @param enaExpress what of its traffic may use ENA Express
 * @param port the virtual function behind its interface
 * @param interfaceId {@code eni-...}
 * @param ipv4 primary private address, a big-endian int
 * @param ipv6High upper half of its IPv6 address, big-endian
 * @param ipv6Low lower half
 */
public record Instance(
        int index,
        Placement placement,
        EnaExpress enaExpress,
        VirtualFunction port,
        String interfaceId,
        int ipv4,
        long ipv6High,
        long ipv6Low) {

    /** The instance's name. */
    public String name() {
        return placement.instance();
    }

    /** This instance as one end of a path. */
    PathEnd pathEnd() {
        return new PathEnd(placement, enaExpress);
    }
}
