package io.ringlane.dataplane.nic;

/**
 * The caps of one function, in the order packets pass them. The arrays are not to be changed.
 *
 * @param outbound those of a packet that leaves the card
 * @param outboundInsideCard those of a packet that stays inside it: without the card's line
 * @param inbound those of a packet from outside the card
 * @param inboundInsideCard those of a packet from inside it
 * @param linkLocal that of packets to services of the host, or null
 * @param gatewayOut that of packets that leave through a gateway, behind the outbound ones; or null
 * @param gatewayIn that of packets that come through a gateway, before the inbound ones; or null
 */
record FunctionCaps(
        CapPoint[] outbound,
        CapPoint[] outboundInsideCard,
        CapPoint[] inbound,
        CapPoint[] inboundInsideCard,
        CapPoint linkLocal,
        CapPoint gatewayOut,
        CapPoint gatewayIn) {}
