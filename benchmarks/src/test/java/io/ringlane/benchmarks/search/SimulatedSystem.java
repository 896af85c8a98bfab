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
    private double generatorLimit = Double.POSITIVE_INFINITY;
    private double voidShare;
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

    /** The generator offers no more than this. */
    SimulatedSystem withGeneratorLimit(final double load) {
        generatorLimit = load;
        return this;
    }

    SimulatedSystem withVoids(final double shareOfTrials) {
        voidShare = shareOfTrials;
        return this;
    }

    /** The capacity at the present time, without noise. */
    double capacityNow() {
        return capacity * (fall == 0 ? 1 : 1 - fall * -Math.expm1(-nowNs / 1e9 / fallSeconds));
    }

    @Override
    public long getAsLong() {
        return nowNs;
    }

    @Override
    public Tally measure(final double load, final long durationNs) {
        final double seconds = durationNs / 1e9;
        final long intended = Math.round(load * seconds);
        final double kept = random.nextDouble() < voidShare ? 0.9 : 1;
        final long offered = Math.round(Math.min(load * kept, generatorLimit) * seconds);
        final double trialCapacity = capacityNow() * (1 + noise * random.nextGaussian());
        nowNs += durationNs + SETTLE_NS;
        long forwarded = Math.min(offered, Math.round(trialCapacity * seconds));
        if (random.nextDouble() < stallShare) {
            forwarded -= Math.round(forwarded * 0.001 * (1 + random.nextDouble()));
        }
        forwarded -= Math.round(forwarded * floor);
        return new Tally(intended, offered, offered - forwarded, forwarded, 0, offered < intended * 0.99);
    }
}
