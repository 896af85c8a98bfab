package io.ringlane.dataplane.pipeline;

import io.ringlane.dataplane.nic.SharedCap;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * The gateways that a route crosses, by whose caps hold there: behind the outbound caps of the sender, the sender's own, then that of
 * the gateway itself; before the inbound caps of the receiver, the receiver's own. Immutable.
 *
 * @param chargesSender whether the sender's {@link VirtualFunction#gatewayOut} holds
 * @param chargesReceiver whether the receiver's {@link VirtualFunction#gatewayIn} holds
 * @param gateway that of a gateway which all who pass it share, or null
 */
public record Crossing(boolean chargesSender, boolean chargesReceiver, SharedCap gateway) {}
