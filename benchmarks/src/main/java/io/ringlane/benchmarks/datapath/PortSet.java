package io.ringlane.benchmarks.datapath;

/**
 * The ports of a load.
 *
 * @param senders ports that send, in turn, a burst each
 * @param receivers ports that receive
 * @param idle ports that do neither, spread among the others
 */
public record PortSet(int senders, int receivers, int idle) {

    /** As the C path has it: one sender, 16 receivers. */
    public static final PortSet STANDARD = new PortSet(1, Datapath.RECEIVERS, 0);

    private static final int MOST = 60_000; // receivers are numbered in two bytes of their address

    /** @throws IllegalArgumentException for a number out of range */
    public PortSet {
        if (senders < 1 || receivers < 1 || idle < 0 || senders + receivers + idle > MOST) {
            throw new IllegalArgumentException(senders + " sending, " + receivers + " receiving and " + idle
                    + " idle ports: takes 1 sender and 1 receiver or more, " + MOST + " in all");
        }
    }

    /**
     * Busy ports, half of which send and half of which receive, among so many in all.
     *
     * @param busy 2 or more, even
     */
    public static PortSet busy(final int busy, final int all) {
        return new PortSet(busy / 2, busy / 2, all - busy);
    }

    /** All of them. */
    public int count() {
        return senders + receivers + idle;
    }
}
