package io.ringlane.benchmarks.datapath;

import io.ringlane.core.rate.Cap;
import io.ringlane.core.text.NearestName;
import io.ringlane.dataplane.nic.Allowances;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which caps a packet is charged at, and whether they can bind. */
public enum CapSet {
    /**
     * The flow cap alone, as the C path has one meter a flow; its rate is out of reach, so it is charged and never binds,
     * as the C path charges its meter and does not act on the verdict. Card lines and allowances are unlimited; a function
     * always has a line each way, here out of reach as well.
     */
    FLOW(CapSet.OUT_OF_REACH, 0, CapSet.OUT_OF_REACH, 0, 0),

    /**
     * Every cap a packet of an instance passes, at rates out of reach: flow, instance bandwidth out, packets, function and
     * card line out; card and function line in, packets and instance bandwidth in.
     */
    ALL(CapSet.OUT_OF_REACH, CapSet.OUT_OF_REACH, CapSet.OUT_OF_REACH, CapSet.OUT_OF_REACH, 1_000_000_000_000L),

    /**
     * The same caps at rates of EC2: 5 Gbit/s a flow, 100 Gbit/s lines and allowances. These do bind: of a burst that
     * arrives at once, all but the first frame wait a few nanoseconds for the line, in the timing wheel. Needs enough flows
     * for the load to fit.
     */
    EC2(5_000_000_000L, 100_000_000_000L, 100_000_000_000L, 100_000_000_000L, 0),

    /**
     * As {@link #ALL}, but half of the flows, those to receivers of odd numbers, send more than twice what their cap lets
     * through: what is over waits in the timing wheel until the horizon, then it is dropped. Assumes that the load sends
     * {@value #ASSUMED_PACKETS_PER_SECOND} packets a second or more.
     */
    HALF(CapSet.OUT_OF_REACH, CapSet.OUT_OF_REACH, CapSet.OUT_OF_REACH, CapSet.OUT_OF_REACH, 1_000_000_000_000L);

    private static final long ASSUMED_PACKETS_PER_SECOND = 6_000_000;

    /** A burst of 32 frames of 9001 bytes costs 0.23 ns at this rate, so none of them has to wait. */
    private static final long OUT_OF_REACH = 10_000_000_000_000_000L;

    private static final long HORIZON_NS = 1_000_000;
    private static final int SHAPED_FRAMES = 8192;

    private final long flowBitsPerSecond;
    private final long cardBitsPerSecond;
    private final long lineBitsPerSecond;
    private final long instanceBitsPerSecond;
    private final long packetsPerSecond;

    CapSet(
            final long flowBitsPerSecond,
            final long cardBitsPerSecond,
            final long lineBitsPerSecond,
            final long instanceBitsPerSecond,
            final long packetsPerSecond) {
        this.flowBitsPerSecond = flowBitsPerSecond;
        this.cardBitsPerSecond = cardBitsPerSecond;
        this.lineBitsPerSecond = lineBitsPerSecond;
        this.instanceBitsPerSecond = instanceBitsPerSecond;
        this.packetsPerSecond = packetsPerSecond;
    }

    /**
     * The set with this name, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message names the nearest
     */
    public static CapSet named(final String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there are no caps '" + name + "'; " + NearestName.advice(name, labels(), "sets of caps")));
    }

    private static List<String> labels() {
        return Arrays.stream(values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The cap of each flow to a receiver. */
    long flowBitsPerSecond(final Load load, final int receiver) {
        if (this != HALF || receiver % 2 == 0) {
            return flowBitsPerSecond;
        }
        final double offered = ASSUMED_PACKETS_PER_SECOND
                * load.frames().meanBytes()
                * Byte.SIZE
                / load.flows().count();
        return Math.max(Cap.MIN_BITS_PER_SECOND, (long) (offered / 2));
    }

    /** Frames that a worker needs for what waits, {@code usual} if nothing is over its cap for long. */
    int framesInFlight(final int usual) {
        return this == HALF ? SHAPED_FRAMES : usual;
    }

    /** Of a card; 0 is no limit. */
    long cardBitsPerSecond() {
        return cardBitsPerSecond;
    }

    /** Of a function. */
    long lineBitsPerSecond() {
        return lineBitsPerSecond;
    }

    long horizonNs() {
        return HORIZON_NS;
    }

    /** Whether a frame may wait at a cap. */
    boolean binds() {
        return this == EC2 || this == HALF;
    }

    Allowances allowances() {
        return new Allowances(new Allowances.Settings(
                instanceBitsPerSecond, 0, instanceBitsPerSecond, 0, 0, packetsPerSecond, 0, HORIZON_NS));
    }
}
