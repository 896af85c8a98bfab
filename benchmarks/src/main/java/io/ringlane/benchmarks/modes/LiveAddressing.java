package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.Addressing;

/**
 * Flows between instances with one address each: they differ in their ports, first the source's, as clients do; 32,768 of
 * those for each port of a receiver.
 */
final class LiveAddressing extends Addressing {

    /** The first destination port. */
    static final int FIRST_PORT = 4789;

    /** Destination ports that {@code MOST} flows of a load to one receiver come to. */
    static final int PORTS = 1 << 8;

    private static final int FIRST_SOURCE_PORT = 1024;
    private static final int SOURCE_PORT_BITS = 15;

    private final int source;
    private final int[] destinations;
    private final int receiverMask;
    private final int receiverBits;

    /** @param destinations addresses of receivers, a power of two of them */
    LiveAddressing(final int source, final int[] destinations) {
        this.source = source;
        this.destinations = destinations.clone();
        this.receiverMask = destinations.length - 1;
        this.receiverBits = Integer.bitCount(receiverMask);
    }

    @Override
    public long addresses(final int flow) {
        return wire(source, destinations[receiver(flow)]);
    }

    @Override
    public int ports(final int flow) {
        final int number = flow >>> receiverBits;
        return wirePorts(
                FIRST_SOURCE_PORT + (number & (1 << SOURCE_PORT_BITS) - 1), FIRST_PORT + (number >>> SOURCE_PORT_BITS));
    }

    @Override
    public int receiver(final int flow) {
        return flow & receiverMask;
    }

    @Override
    public int receiverOf(final int destination) {
        for (int i = 0; i < destinations.length; i++) {
            if (destinations[i] == destination) {
                return i;
            }
        }
        throw new IllegalStateException("nobody has the address " + Integer.toHexString(destination));
    }
}
