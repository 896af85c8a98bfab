package io.ringlane.dataplane.pipeline;

/**
 * What a card tells a port of its router, whose MAC is that of the data plane's router.
 *
 * @param addressHigh first 64 bits of the router's link-local address
 * @param addressLow its last 64 bits
 * @param hopLimit that packets should be sent with, 0 to 255; 0 says nothing
 * @param lifetimeSeconds for which it is a default router, 0 to 65535; 0 if it is none
 * @param isManaged whether addresses are to be had by DHCPv6
 * @param hasOther whether other configuration is
 */
public record RouterAdvertisement(
        long addressHigh, long addressLow, int hopLimit, int lifetimeSeconds, boolean isManaged, boolean hasOther) {}
