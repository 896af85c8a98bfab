package io.ringlane.cloud.live;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * Flows that every rule treats alike: they differ in their source port only, which none but a NAT gateway and what is remembered
 * of connections looks at.
 *
 * @param ingress index of the port that they come in through
 * @param neighbour the interface whose MAC address frames are sent to; 0 if the router's, or that of whoever has the destination
 */
record FlowClass(int ingress, long neighbour, IpAddress source, IpAddress destination, int protocol, int portOfRules) {

    /** The class of a flow by address. */
    static FlowClass of(VirtualFunction ingress, Flow flow) {
        return of(ingress, 0, flow);
    }

    /** The class of a flow. */
    static FlowClass of(VirtualFunction ingress, long neighbour, Flow flow) {
        return new FlowClass(
                ingress.portIndex(), neighbour, flow.source(), flow.destination(), flow.protocol(), flow.portOfRules());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlowClass that
                && ingress == that.ingress
                && neighbour == that.neighbour
                && portOfRules == that.portOfRules
                && protocol == that.protocol
                && destination.low() == that.destination.low()
                && source.low() == that.source.low()
                && destination.high() == that.destination.high()
                && source.high() == that.source.high();
    }

    /** Mixes well: addresses and ports of neighbours differ in few bits, and a sum of theirs would meet in few places. */
    @Override
    public int hashCode() {
        long h = (source.low() ^ Long.rotateLeft(source.high(), 32)) * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32 ^ destination.low() ^ Long.rotateLeft(destination.high(), 32)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 29 ^ neighbour ^ (long) ingress << 32 ^ portOfRules << 8 ^ protocol) * 0x94D049BB133111EBL;
        return (int) (h >>> 32);
    }
}
