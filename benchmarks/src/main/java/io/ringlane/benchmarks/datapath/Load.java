package io.ringlane.benchmarks.datapath;

import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.IpProtocol;

/**
 * What is sent and what the way is like.
 *
 * @param protocol {@link IpProtocol#UDP} or {@link IpProtocol#TCP}
 * @param frameBytes layer-2 length without FCS, 60 to 9015; the C path's "64 bytes" are 60 here and 4 of FCS
 * @param flows flows the packets are drawn from, 1 or more
 * @param burst frames a transmit burst, 1 to 32
 * @param delayNs one-way delay of every path; above 0 each frame waits in the timing wheel
 * @param caps what is charged
 * @param isRouted whether frames are addressed to the router, which rewrites their MACs, or to the receiver
 */
public record Load(int protocol, int frameBytes, int flows, int burst, long delayNs, CapSet caps, boolean isRouted) {

    /** Where the receiver's address lies on its path's 4096 networks of 256; the port is picked by the network. */
    private static final int DESTINATIONS = 0xFFFFF;

    private static final int SOURCE_NET = 0xC0A80000;
    private static final int DESTINATION_NET = 0x0A000000;
    private static final int DESTINATION_PORT = 4789;
    private static final int FIRST_SOURCE_PORT = 1024;
    private static final int SPREAD = (int) 2654435761L;

    /** A load as the C path's: UDP, shortest frames, no delay, every cap. */
    public static Load of(final int flows) {
        return new Load(IpProtocol.UDP, 60, flows, 32, 0, CapSet.ALL, false);
    }

    /** Checks what the records of a benchmark's parameters cannot. */
    public Load {
        if (protocol != IpProtocol.UDP && protocol != IpProtocol.TCP) {
            throw new IllegalArgumentException("protocol " + protocol + " is neither UDP (17) nor TCP (6)");
        }
        if (flows < 1) {
            throw new IllegalArgumentException(flows + " flows; takes 1 or more");
        }
        if (burst < 1 || burst > Datapath.MAX_BURST) {
            throw new IllegalArgumentException("burst " + burst + "; takes 1 to " + Datapath.MAX_BURST);
        }
    }

    /** Source and destination address of a flow as they lie on the wire: one little-endian load gives this. */
    static long addresses(final int flow) {
        final int source = SOURCE_NET | flow & 0xFFFF;
        final int destination = DESTINATION_NET | flow * SPREAD & DESTINATIONS;
        return Integer.reverseBytes(source) & 0xFFFF_FFFFL | (long) Integer.reverseBytes(destination) << 32;
    }

    /** Both ports of a flow as they lie on the wire. */
    static int ports(final int flow) {
        final int source = FIRST_SOURCE_PORT + (flow >>> 16);
        return Integer.reverseBytes(source << 16 | DESTINATION_PORT);
    }

    /** The receiving port of a flow, 0 to 15. */
    static int receiver(final int flow) {
        return receiverOf(DESTINATION_NET | flow * SPREAD & DESTINATIONS);
    }

    /** The receiving port of a destination address, a big-endian int: bits 8 to 11, as the C path's routes have it. */
    static int receiverOf(final int destination) {
        return destination >>> 8 & Datapath.RECEIVERS - 1;
    }

    FrameBuilder template(final long sourceMac, final long destinationMac) {
        final FrameBuilder frames =
                new FrameBuilder().macs(sourceMac, destinationMac).ipv4(SOURCE_NET, DESTINATION_NET);
        return protocol == IpProtocol.UDP
                ? frames.udp(FIRST_SOURCE_PORT, DESTINATION_PORT)
                : frames.tcp(FIRST_SOURCE_PORT, DESTINATION_PORT);
    }
}
