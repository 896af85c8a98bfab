package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.NatGateway;

/** What NAT gateways remember of the flows that they carry. Called by any thread. */
public interface Translations {

    /** No port is left. */
    int NONE = -1;

    /** The flow had a port, lost it because it was idle for too long or closed, and its packet opens no connection. */
    int EXPIRED = -2;

    /** The packet is an error about one of a flow that has no port. */
    int UNKNOWN = -3;

    /**
     * The source port that a flow gets, an ICMP query its identifier; the same one for as long as the flow lives. Where nothing is sent, the one that it has or would
     * get, of which nothing is remembered.
     *
     * @param outsideAddress the gateway's private address, which the flow has from then on
     * @param traits of the flow's packet, or of an error that is about one
     * @return 0 to 65535, of no meaning where the flow has neither ports nor an identifier; or {@link #NONE}, {@link #EXPIRED} or {@link #UNKNOWN}
     */
    int portFor(NatGateway gateway, Flow inside, IpAddress outsideAddress, PacketTraits traits);

    /** Who waits behind a gateway for a packet that comes to it; null if nobody does. */
    Inside answerFor(NatGateway gateway, Flow outside, PacketTraits traits);

    /**
     * Whom an answer is for.
     *
     * @param port of the one who asked, or the identifier of the query; of no meaning where there is neither
     */
    record Inside(IpAddress address, int port) {}
}
