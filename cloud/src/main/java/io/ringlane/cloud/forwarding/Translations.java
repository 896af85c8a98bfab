package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.NatGateway;

/** What NAT gateways remember of the flows that they carry. Called by any thread. */
public interface Translations {

    /** No port is left. */
    int NONE = -1;

    /** The flow had a port, was idle for too long, and its packet opens no connection. */
    int EXPIRED = -2;

    /**
     * The source port that a flow gets; the same one for as long as the flow lives.
     *
     * @param outsideAddress the gateway's private address, which the flow has from then on
     * @param isContinued whether it is a TCP segment that opens no connection
     * @return 0 to 65535, of no meaning where the flow has no ports; or {@link #NONE}, or {@link #EXPIRED}
     */
    int portFor(NatGateway gateway, Flow inside, IpAddress outsideAddress, boolean isContinued);

    /** The flow that a packet to a gateway answers, as the one behind it sees the answer; or null. */
    Flow answerFor(NatGateway gateway, Flow outside);
}
