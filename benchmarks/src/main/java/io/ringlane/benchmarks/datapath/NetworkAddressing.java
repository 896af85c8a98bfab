package io.ringlane.benchmarks.datapath;

/**
 * Flows as the C path has them: 4096 destination networks of 256 addresses, whose number picks one of {@value
 * Datapath#RECEIVERS} receivers.
 */
final class NetworkAddressing extends Addressing {

    private static final int DESTINATIONS = 0xFFFFF;
    private static final int SOURCE_NET = 0xC0A80000;
    private static final int DESTINATION_NET = 0x0A000000;
    private static final int DESTINATION_PORT = 4789;
    private static final int FIRST_SOURCE_PORT = 1024;
    private static final int SPREAD = (int) 2654435761L;

    @Override
    public long addresses(final int flow) {
        return wire(SOURCE_NET | flow & 0xFFFF, destination(flow));
    }

    private static int destination(final int flow) {
        return DESTINATION_NET | flow * SPREAD & DESTINATIONS;
    }

    @Override
    public int ports(final int flow) {
        return wirePorts(FIRST_SOURCE_PORT + (flow >>> 16), DESTINATION_PORT);
    }

    @Override
    public int receiver(final int flow) {
        return receiverOf(destination(flow));
    }

    /** Bits 8 to 11, as the C path's routes have it. */
    @Override
    public int receiverOf(final int destination) {
        return destination >>> 8 & Datapath.RECEIVERS - 1;
    }
}
