package io.ringlane.benchmarks.datapath;

/**
 * Which bytes of a frame tell flows apart, and where each flow goes. Cheap enough to be computed for every frame: a table of
 * a million flows would cost a sender more than the datapath costs.
 */
public abstract class Addressing {

    /** Source and destination address of a flow as sent: what one little-endian load of the wire gives. */
    public abstract long addresses(int flow);

    /** Both ports of a flow as sent, as a little-endian load gives them. */
    public abstract int ports(int flow);

    /** The receiver of a flow, from 0. */
    public abstract int receiver(int flow);

    /** The receiver that a packet arrives at, by its destination address then, a big-endian int. */
    public abstract int receiverOf(int destination);

    /** The addresses with which packets of a flow arrive; those they were sent with unless something translates. */
    public long arrivingAddresses(final int flow) {
        return addresses(flow);
    }

    /** Two big-endian ints as they lie on the wire one after the other. */
    protected static long wire(final int source, final int destination) {
        return Integer.reverseBytes(source) & 0xFFFF_FFFFL | (long) Integer.reverseBytes(destination) << 32;
    }

    /** Two port numbers as they lie on the wire. */
    protected static int wirePorts(final int source, final int destination) {
        return Integer.reverseBytes(source << 16 | destination);
    }
}
