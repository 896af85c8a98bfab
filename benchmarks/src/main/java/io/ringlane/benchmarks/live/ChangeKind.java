package io.ringlane.benchmarks.live;

/** What changes. */
public enum ChangeKind {
    /** Interfaces go from one security group to another with the same rules. */
    GROUPS,
    /** Routes to blocks that nobody talks to come and go. */
    ROUTES,
    /** Both in turn. */
    BOTH,
    /**
     * An interface comes under a group that lets nothing in, and back: what is sent to it is dropped meanwhile, and what it sends
     * opens connections.
     */
    DENIALS,
    /**
     * A route to half of a block, which has all that is sent to the block in it, leads to a standby, and goes again. There are
     * {@value LiveLoad#BLOCKS} blocks, and all traffic goes to them.
     */
    MOVES;

    /** Whether traffic goes along routes of the route table; else from interface to interface of a subnet. */
    boolean isRouted() {
        return this == MOVES;
    }
}
