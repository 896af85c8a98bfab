package io.ringlane.benchmarks.search;

/**
 * The loads a search may try: steps of equal ratio from {@link #min} up to {@link #max}. Goals that try the same step share
 * its trials, which nearly equal loads could not.
 */
final class LoadGrid {

    private final double max;
    private final double ratio;
    private final int top;

    /**
     * @param min lowest load, packets a second, above 0
     * @param max highest load
     * @param stepWidth how much higher the next step is, relative to this one
     */
    LoadGrid(final double min, final double max, final double stepWidth) {
        if (!(min > 0 && max > min)) {
            throw new IllegalArgumentException("loads from " + min + " to " + max
                    + " packets a second; the first must be above 0 and the lower one");
        }
        this.max = max;
        this.ratio = Math.log1p(stepWidth);
        this.top = (int) Math.floor(Math.log(max / min) / ratio);
    }

    /** Step of the highest load; the lowest is 0. */
    int top() {
        return top;
    }

    double load(final int step) {
        return step == top ? max : max * Math.exp((step - top) * ratio);
    }

    /** The highest step with at most this load; 0 if there is none. */
    int floor(final double load) {
        if (!(load > 0)) {
            return 0;
        }
        final int step = top + (int) Math.floor(Math.log(load / max) / ratio + 1e-9);
        return Math.max(0, Math.min(top, step));
    }

    /** How far apart two steps are, relative to the lower one. */
    double width(final int lower, final int upper) {
        return Math.expm1((upper - lower) * ratio);
    }

    double min() {
        return load(0);
    }

    double max() {
        return max;
    }
}
