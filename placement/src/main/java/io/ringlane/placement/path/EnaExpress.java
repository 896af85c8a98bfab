package io.ringlane.placement.path;

/**
 * What of an interface's traffic may use ENA Express, as set on its attachment ({@code EnaSrdSpecification}). Source:
 * Amazon EC2 User Guide, "ena-express".
 */
public enum EnaExpress {
    OFF,
    /** {@code EnaSrdEnabled} alone. */
    TCP,
    /** {@code EnaSrdEnabled} and {@code EnaSrdUdpEnabled}. */
    TCP_AND_UDP;

    private static final int TCP_PROTOCOL = 6;
    private static final int UDP_PROTOCOL = 17;

    /** Whether packets of an IP protocol may use it; those of none but TCP and UDP ever do. */
    public boolean covers(int ipProtocol) {
        return switch (ipProtocol) {
            case TCP_PROTOCOL -> this != OFF;
            case UDP_PROTOCOL -> this == TCP_AND_UDP;
            default -> false;
        };
    }
}
