package io.ringlane.cloud.forwarding;

/**
 * Gateways that a packet passes. A way may pass several, which its {@link Path} does not say: a NAT gateway and then a peering, or
 * an internet gateway out and in again, or a NAT gateway behind a VPN.
 *
 * @param sourceNatKey the NAT gateway that its sender is behind; 0 for none
 * @param destinationNatKey the NAT gateway that its receiver is behind; 0 for none
 * @param leaves whether it leaves through an internet gateway
 * @param enters whether it comes in through an internet gateway
 * @param overVpn whether it passes a VPN connection, either way
 */
public record Gateways(long sourceNatKey, long destinationNatKey, boolean leaves, boolean enters, boolean overVpn) {

    /** None at all. */
    public static final Gateways NONE = new Gateways(0, 0, false, false, false);

    Gateways behindNat(long key) {
        return new Gateways(key, destinationNatKey, leaves, enters, overVpn);
    }

    Gateways toBehindNat(long key) {
        return new Gateways(sourceNatKey, key, leaves, enters, overVpn);
    }

    Gateways leaving() {
        return new Gateways(sourceNatKey, destinationNatKey, true, enters, overVpn);
    }

    Gateways entering() {
        return new Gateways(sourceNatKey, destinationNatKey, leaves, true, overVpn);
    }

    Gateways withVpn() {
        return new Gateways(sourceNatKey, destinationNatKey, leaves, enters, true);
    }

    /** The NAT gateway that is passed, of which there is one at most; 0 for none. */
    public long natKey() {
        return sourceNatKey != 0 ? sourceNatKey : destinationNatKey;
    }

    /** Whether a NAT gateway is passed, either way. */
    public boolean passNat() {
        return natKey() != 0;
    }

    /** Whether an internet gateway is passed, either way. */
    public boolean passInternetGateway() {
        return leaves || enters;
    }
}
