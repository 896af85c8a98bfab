package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.NatGateway;

/** What NAT gateways remember of the flows that they carry. Called by any thread. */
public interface Translations {

    /** No port is left. */
    int NONE = -1;

    /**
     * The source port that a flow gets; the same one for as long as the flow lives.
     *
     * @param outsideAddress the gateway's private address, which the flow has from then on
     * @return 0 to 65535, of no meaning where the flow has no ports; or {@link #NONE}
     */
    int portFor(NatGateway gateway, Flow inside, IpAddress outsideAddress);

    /** The flow that a packet to a gateway answers, as the one behind it sees the answer; or null. */
    Flow answerFor(NatGateway gateway, Flow outside);
}
