package io.ringlane.dataplane.nic;

/**
 * The caps of one function, in the order packets pass them. The arrays are not to be changed.
 *
 * @param outbound those of a packet that leaves the card
 * @param outboundInsideCard those of a packet that stays inside it: without the card's line
 * @param inbound those of a packet from outside the card
 * @param inboundInsideCard those of a packet from inside it
 * @param linkLocal that of packets to services of the host, or null
 */
record FunctionCaps(
        CapPoint[] outbound,
        CapPoint[] outboundInsideCard,
        CapPoint[] inbound,
        CapPoint[] inboundInsideCard,
        CapPoint linkLocal) {}
