package io.ringlane.benchmarks.datapath;

import io.ringlane.core.text.NearestName;
import java.util.Arrays;
import java.util.List;

/**
 * What happens to a frame between its sender and the end of its way. All modes have the same sender, the same flows and
 * the same receiving ports; they differ in what lies between.
 */
public enum Mode {
    /**
     * The rings alone, as {@code testpmd}'s mode of that name: a burst is taken from the transmit ring and put into the
     * receive ring of the next receiver, and nobody looks into a frame. No flow, no cap, no counter but the queues'. The
     * floor of all others.
     */
    IO("io", false, false),

    /**
     * The receiving instance is a network function: it exchanges the MAC addresses of what it receives and sends it back.
     * Each frame crosses the whole pipeline twice and ends at its sender; {@code testpmd} does the same between two ports.
     */
    MACSWAP("macswap", true, false),

    /** As {@link #MACSWAP}, with addresses and ports exchanged too: the answer of a flow, as EC2 would route it. */
    FIVE_TUPLE_SWAP("5tswap", true, false),

    /** The full datapath: parse, flow record, caps, delivery. */
    FORWARD("forward", false, false),

    /**
     * The full datapath with a route that translates: source and destination address are rewritten and all checksums
     * mended, as an internet gateway or a NAT gateway does, and MACs, as a router does.
     */
    FORWARD_NAT("forward+nat", false, false),

    /**
     * Instances of a live region, whose security groups allow one direction only: every flow is a tracked connection at both
     * ends. Routes are those that the region's own decisions lead to.
     */
    FORWARD_SECURITY_GROUPS("forward+securityGroups", false, true),

    /**
     * As {@link #FORWARD_SECURITY_GROUPS}, with a flow log of the whole VPC: what flows have sent is asked for each second,
     * and records are drained while traffic runs.
     */
    FORWARD_FLOW_LOG("forward+flowLog", false, true);

    private final String label;
    private final boolean isRoundTrip;
    private final boolean isLive;

    Mode(final String label, final boolean isRoundTrip, final boolean isLive) {
        this.label = label;
        this.isRoundTrip = isRoundTrip;
        this.isLive = isLive;
    }

    /**
     * The mode of a label, for instance {@code forward+nat}.
     *
     * @throws IllegalArgumentException naming the nearest one
     */
    public static Mode named(final String label) {
        return Arrays.stream(values())
                .filter(each -> each.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no mode '" + label + "'; " + NearestName.advice(label, labels(), "modes")));
    }

    /** All labels. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Mode::toString).toList();
    }

    /** Whether frames come back to their sender: two crossings of the plane for each. */
    public boolean isRoundTrip() {
        return isRoundTrip;
    }

    /** Whether a live region decides, rather than a few lines of the benchmark's own. */
    public boolean isLive() {
        return isLive;
    }

    /** The label. */
    @Override
    public String toString() {
        return label;
    }
}
