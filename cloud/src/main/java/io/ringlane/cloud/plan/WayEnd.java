package io.ringlane.cloud.plan;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.IpAddress;

/**
 * One end of a way through a network.
 *
 * @param name as it was asked for
 * @param kind where it is
 * @param nic the interface that it stands for; null outside the region
 * @param instance the instance that has the interface; null if none has
 * @param vpnKey the VPN connection that it is behind; 0 if it is behind none
 * @param source the address that it sends from
 * @param destination the address that it is reached at
 */
public record WayEnd(
        String name,
        Kind kind,
        NetworkInterface nic,
        String instance,
        long vpnKey,
        IpAddress source,
        IpAddress destination) {

    /** Where an end is. */
    public enum Kind {
        INTERFACE,
        INTERNET,
        VPN,
        /** An address that nobody has. */
        NOBODY
    }
}
