package io.ringlane.benchmarks.search;

/**
 * Frames of one trial: what the schedule asked for, what of it was offered in time, and what came through.
 *
 * @param intendedFrames frames the schedule had
 * @param offeredFrames frames offered to the system when they were due; the others were never sent, as the generator was not
 *     there
 * @param refusedFrames of those offered, what the system had no room for at its entrance; they are lost
 * @param forwardedFrames of those offered, what came out
 * @param longestHoleNs the longest time in which nothing was offered although frames were due; 0 if there was none
 * @param isVoid whether the trial says nothing about the system, because too much of what was intended was not offered
 */
public record Tally(
        long intendedFrames,
        long offeredFrames,
        long refusedFrames,
        long forwardedFrames,
        long longestHoleNs,
        boolean isVoid) {

    /** Checks that nothing came out that did not go in. */
    public Tally {
        if (offeredFrames > intendedFrames
                || refusedFrames < 0
                || forwardedFrames < 0
                || refusedFrames + forwardedFrames > offeredFrames) {
            throw new IllegalArgumentException("a trial that cannot be: " + intendedFrames + " frames intended, "
                    + offeredFrames + " offered, " + refusedFrames + " refused, " + forwardedFrames + " forwarded");
        }
    }

    /** Frames offered that did not come out. */
    public long lostFrames() {
        return offeredFrames - forwardedFrames;
    }

    /** Lost of offered, 0 to 1; 1 if nothing was offered, as a trial of nothing must not look good. */
    public double lossRatio() {
        return offeredFrames == 0 ? 1 : (double) lostFrames() / offeredFrames;
    }
}
