package io.ringlane.core.capture;

/**
 * Link types that people meet, so that a refusal can name what the file holds.
 *
 * <p>Source: tcpdump.org, "Link-layer header types".
 */
final class LinkTypes {
    static final int ETHERNET = 1;

    private LinkTypes() {}

    /** For instance {@code link type 113 (Linux cooked) is not Ethernet; record on one interface, not on "any"}. */
    static String refusal(final int linkType) {
        final String name = name(linkType);
        return "link type " + linkType + (name.isEmpty() ? "" : " (" + name + ")") + " is not Ethernet; "
                + advice(linkType);
    }

    private static String advice(final int linkType) {
        switch (linkType) {
            case 113:
            case 276:
                return "record on one Ethernet interface (tcpdump -i eth0), not on all of them (-i any)";
            default:
                return "record on an Ethernet interface (tcpdump -i eth0) or convert the file (text2pcap -l 1)";
        }
    }

    private static String name(final int linkType) {
        switch (linkType) {
            case 0:
                return "BSD loopback";
            case 3:
                return "AX.25";
            case 6:
                return "Token Ring";
            case 7:
                return "ARCNET";
            case 8:
                return "SLIP";
            case 9:
                return "PPP";
            case 10:
                return "FDDI";
            case 50:
                return "PPP in HDLC framing";
            case 51:
                return "PPPoE";
            case 100:
                return "ATM, RFC 1483";
            case 12:
            case 14:
            case 101:
                return "raw IP";
            case 104:
                return "Cisco HDLC";
            case 105:
                return "IEEE 802.11";
            case 107:
                return "Frame Relay";
            case 108:
                return "OpenBSD loopback";
            case 113:
                return "Linux cooked";
            case 117:
                return "pf log";
            case 119:
                return "IEEE 802.11 with Prism header";
            case 123:
                return "SunATM";
            case 127:
                return "IEEE 802.11 with radiotap header";
            case 129:
                return "ARCNET, Linux";
            case 189:
            case 220:
                return "USB";
            case 195:
            case 230:
                return "IEEE 802.15.4";
            case 228:
                return "raw IPv4";
            case 229:
                return "raw IPv6";
            case 239:
                return "NFLOG";
            case 258:
                return "Apple PKTAP";
            case 276:
                return "Linux cooked, version 2";
            default:
                return "";
        }
    }
}
