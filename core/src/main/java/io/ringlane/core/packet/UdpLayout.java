package io.ringlane.core.packet;

/**
 * UDP header, big-endian.
 *
 * <pre>
 *   0             2                  4         6          8
 *   +-------------+------------------+---------+----------+---------
 *   | source port | destination port | length  | checksum | payload     length: header and payload
 *   +-------------+------------------+---------+----------+---------    checksum 0: none (IPv4 only), so a sum of 0 is sent as 0xFFFF
 * </pre>
 *
 * <p>Source: RFC 768; RFC 8200, 8.1 (checksum over IPv6).
 */
public final class UdpLayout {
    public static final int SOURCE_PORT_OFFSET = 0;
    public static final int DESTINATION_PORT_OFFSET = 2;
    public static final int LENGTH_OFFSET = 4;
    public static final int CHECKSUM_OFFSET = 6;
    public static final int HEADER_BYTES = 8;

    private UdpLayout() {}
}
