package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.vpc.NatGateway;

/** What NAT gateways remember of the flows that they carry. Called by any thread. */
public interface Translations {

    /** No port is left. */
    int NONE = -1;

    /**
     * The source port that a flow gets; the same one for as long as the flow lives.
     *
     * @return 0 to 65535, for ICMP the flow's own source port, or {@link #NONE}
     */
    int portFor(NatGateway gateway, Flow inside);

    /** The flow that a packet to a gateway answers, as the one behind it sees the answer; or null. */
    Flow answerFor(NatGateway gateway, Flow outside);
}
