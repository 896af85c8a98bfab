package io.ringlane.core.packet;

/**
 * Ethernet II header, big-endian; lengths never include preamble, frame check sequence or gap.
 *
 * <pre>
 *   0                    6                    12       14
 *   +--------------------+--------------------+--------+-----------
 *   |  destination MAC   |     source MAC     |  type  |  payload      type below 1536: an IEEE 802.3 length, not a type
 *   +--------------------+--------------------+--------+-----------
 *                                             0        4
 *                                             +----+---+
 *   VLAN tag, between source and type:        |TPID|TCI|             TCI: 3 bits priority, 1 bit DEI, 12 bits VLAN id
 *                                             +----+---+
 * </pre>
 *
 * <p>Source: IEEE 802.3-2018, 3.1.1 and 3.2.6; IEEE 802.1Q-2018, 9.3; RFC 894; type values from IANA "IEEE 802 Numbers".
 */
public final class EthernetLayout {
    public static final int DESTINATION_OFFSET = 0;
    public static final int SOURCE_OFFSET = 6;
    public static final int TYPE_OFFSET = 12;
    public static final int HEADER_BYTES = 14;
    public static final int MAC_BYTES = 6;

    /** Bit of the first MAC byte that marks a group address (multicast and broadcast). */
    public static final int GROUP_BIT = 0x01;

    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_IPV6 = 0x86DD;
    /** An IEEE 802.1Q customer tag follows. */
    public static final int TYPE_VLAN = 0x8100;
    /** An IEEE 802.1ad service tag follows. */
    public static final int TYPE_SERVICE_VLAN = 0x88A8;
    /** The smallest value that is a type; below it the field is the length of an IEEE 802.3 frame. */
    public static final int TYPE_MIN = 0x0600;

    /** TPID and TCI together. */
    public static final int VLAN_TAG_BYTES = 4;

    public static final int VLAN_ID_MASK = 0x0FFF;

    /** The smallest frame on a wire, without its 4 bytes of FCS: 64 bytes with them. */
    public static final int MIN_FRAME_BYTES = 60;

    private EthernetLayout() {}
}
