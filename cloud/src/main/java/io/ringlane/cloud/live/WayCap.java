package io.ringlane.cloud.live;

/**
 * A cap on a way.
 *
 * @param label which one it is
 * @param bitsPerSecond layer-2 bits without FCS
 */
public record WayCap(String label, long bitsPerSecond) {

    /** The label of the cap of each flow. */
    public static final String FLOW = "flow";

    /** The label of the sender's outbound allowance, at its peak. */
    public static final String BANDWIDTH_OUT = "instance bandwidth out";

    /** The label of the receiver's inbound allowance, at its peak. */
    public static final String BANDWIDTH_IN = "instance bandwidth in";

    /** The label of the sender's line. */
    public static final String LINE_RATE = "line rate";

    /** The label of the receiver's line. */
    public static final String LINE_RATE_IN = "line rate in";

    /** The label of a VPN connection's tunnel. */
    public static final String TUNNEL = "VPN tunnel";

    /** The label of what the sender's instance may send through a gateway. */
    public static final String GATEWAY_OUT = "gateway bandwidth out";

    /** The label of what the receiver's instance may get through a gateway. */
    public static final String GATEWAY_IN = "gateway bandwidth in";

    /** The label of what a NAT gateway carries for all who pass it, both directions together. */
    public static final String NAT_GATEWAY = "NAT gateway";
}
