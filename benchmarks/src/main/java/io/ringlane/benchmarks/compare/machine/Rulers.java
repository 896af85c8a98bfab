package io.ringlane.benchmarks.compare.machine;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the machine took for a step of each ruler, in nanoseconds.
 *
 * @param stepNs by the ruler's name; empty where they did not run
 */
public record Rulers(Map<String, Double> stepNs) {

    /** Two machines beyond this are two machines: 15 %. */
    public static final double MOST_APART = 0.15;

    /** Sorts the rulers. */
    public Rulers {
        stepNs = new TreeMap<>(stepNs);
    }

    /** No ruler ran. */
    public static Rulers none() {
        return new Rulers(Map.of());
    }

    /** The faster figure of each: noise only ever makes a ruler slower. */
    public Rulers best(final Rulers other) {
        final Map<String, Double> best = new TreeMap<>(stepNs);
        other.stepNs.forEach((name, ns) -> best.merge(name, ns, Math::min));
        return new Rulers(best);
    }

    /**
     * Why figures taken beside these rulers and beside others must not be compared.
     *
     * @return null if they may be; else a sentence that names the ruler that is furthest apart
     */
    public String refusal(final Rulers other) {
        if (stepNs.isEmpty() || !stepNs.keySet().equals(other.stepNs.keySet())) {
            return "the rulers are not the same on both sides: " + stepNs.keySet() + " and " + other.stepNs.keySet();
        }
        String worst = null;
        double worstApart = MOST_APART;
        for (final Map.Entry<String, Double> ruler : stepNs.entrySet()) {
            if (!(ruler.getValue() > 0 && other.stepNs.get(ruler.getKey()) > 0)) {
                return "the " + ruler.getKey() + " ruler has no figure on one side";
            }
            final double ratio = ruler.getValue() / other.stepNs.get(ruler.getKey());
            final double apart = Math.max(ratio, 1 / ratio) - 1;
            if (apart > worstApart) {
                worstApart = apart;
                worst = String.format(
                        Locale.ROOT,
                        "the %s ruler differs by %.0f %% (%.2f ns and %.2f ns a step); at most %.0f %% is allowed",
                        ruler.getKey(),
                        100 * apart,
                        ruler.getValue(),
                        other.stepNs.get(ruler.getKey()),
                        100 * MOST_APART);
            }
        }
        return worst;
    }
}
