package io.ringlane.core.time;

/**
 * Simulated time: it stands still until its owner moves it, and only forward.
 *
 * <p>One thread drives it and everything that reads it.
 */
public final class VirtualClock implements NanoClock {

    private long nowNs;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    /**
     * Moves time forward.
     *
     * @throws IllegalArgumentException if {@code toNs} lies in the past
     */
    public void advanceTo(final long toNs) {
        if (toNs < nowNs) {
            throw new IllegalArgumentException("time cannot go back from " + nowNs + " ns to " + toNs + " ns");
        }
        nowNs = toNs;
    }
}
