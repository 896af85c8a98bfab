package io.ringlane.benchmarks.search;

import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A system with a known capacity, and the time that trials take on it. What is offered beyond the capacity is lost.
 *
 * <p>Settings are multipliers a case changes; by default the system is steady and loses nothing below its capacity.
 */
class SimulatedSystem implements Measurer, LongSupplier {

    private static final long SETTLE_NS = 20_000_000L;

    private final double capacity; // packets a second
    private final Random random;
    private double noise; // standard deviation of a trial's capacity, relative
    private double stallShare; // of trials that lose something at any load
    private double floor; // share lost at any load
    private double fall; // of the capacity, by the end of all time
    private double fallSeconds; // until 63 % of the fall is over
    private double drift; // standard deviation of the slow part of the noise, relative
    private double driftSeconds; // in which a drift is forgotten, to 1/e
    private double drifted;
    private double drop; // of the capacity, at one moment
    private long dropNs = Long.MAX_VALUE;
    private double generatorLimit = Double.POSITIVE_INFINITY;
    private double voidShare;
    private long disturbedFromNs;
    private long disturbedToNs;
    private long nowNs;

    SimulatedSystem(final double capacity, final long seed) {
        this.capacity = capacity;
        this.random = new Random(seed);
    }

    SimulatedSystem withNoise(final double deviation) {
        noise = deviation;
        return this;
    }

    SimulatedSystem withStalls(final double shareOfTrials) {
        stallShare = shareOfTrials;
        return this;
    }

    SimulatedSystem withFloor(final double lossRatio) {
        floor = lossRatio;
        return this;
    }

    /** Capacity falls (or rises, by a negative share) towards its last value. */
    SimulatedSystem falling(final double share, final double seconds) {
        fall = share;
        fallSeconds = seconds;
        return this;
    }

    /** Capacity wanders about its mean, as that of a virtual machine with neighbours: what it was a moment ago it mostly still is. */
    SimulatedSystem drifting(final double deviation, final double seconds) {
        drift = deviation;
        driftSeconds = seconds;
        return this;
    }

    /** Capacity falls by a share, all at once. */
    SimulatedSystem droppingAt(final double seconds, final double share) {
        dropNs = (long) (seconds * 1e9);
        drop = share;
        return this;
    }

    /** The generator offers no more than this. */
    SimulatedSystem withGeneratorLimit(final double load) {
        generatorLimit = load;
        return this;
    }

    /** Every trial that begins in this time is void. */
    SimulatedSystem disturbed(final double fromSeconds, final double toSeconds) {
        disturbedFromNs = (long) (fromSeconds * 1e9);
        disturbedToNs = (long) (toSeconds * 1e9);
        return this;
    }

    SimulatedSystem withVoids(final double shareOfTrials) {
        voidShare = shareOfTrials;
        return this;
    }

    /** The capacity at the present time, without noise. */
    double capacityNow() {
        return capacity
                * (nowNs < dropNs ? 1 : 1 - drop)
                * (fall == 0 ? 1 : 1 - fall * -Math.expm1(-nowNs / 1e9 / fallSeconds));
    }

    @Override
    public long getAsLong() {
        return nowNs;
    }

    private Schedule schedule(final boolean isDisturbed, final double load) {
        return isDisturbed ? Schedule.DISTURBED : load * 0.99 > generatorLimit ? Schedule.OUT_OF_REACH : Schedule.KEPT;
    }

    private void drift(final double seconds) {
        if (drift > 0) {
            final double kept = Math.exp(-seconds / driftSeconds);
            drifted = kept * drifted + Math.sqrt(1 - kept * kept) * drift * random.nextGaussian();
        }
    }

    @Override
    public Tally measure(final double load, final long durationNs) {
        final double seconds = durationNs / 1e9;
        final long intended = Math.round(load * seconds);
        final double kept = random.nextDouble() < voidShare ? 0.9 : 1;
        final long offered = Math.round(Math.min(load * kept, generatorLimit) * seconds);
        drift(seconds);
        final double trialCapacity = capacityNow() * (1 + drifted + noise * random.nextGaussian());
        final boolean isDisturbed = kept < 1 || nowNs >= disturbedFromNs && nowNs < disturbedToNs;
        nowNs += durationNs + SETTLE_NS;
        long forwarded = Math.min(offered, Math.round(trialCapacity * seconds));
        if (random.nextDouble() < stallShare) {
            forwarded -= Math.round(forwarded * 0.001 * (1 + random.nextDouble()));
        }
        forwarded -= Math.round(forwarded * floor);
        return new Tally(intended, offered, offered - forwarded, forwarded, 0, schedule(isDisturbed, load));
    }
}
