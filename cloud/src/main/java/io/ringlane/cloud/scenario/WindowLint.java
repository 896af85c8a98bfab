package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.core.rate.Units;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds windows so short that a frame more or less in one of them is beyond what is expected of it. */
final class WindowLint {

    private static final double PPM = 1e6;
    private static final double MOST_PERCENT = 100;
    private static final double BIT_NANOS = 8e9;

    private final SoundPart sound;
    private final Problems problems;

    WindowLint(SoundPart sound, Problems problems) {
        this.sound = sound;
        this.problems = problems;
    }

    void check() {
        final Scenario scenario = sound.scenario();
        for (int i = 0; i < scenario.expect().size(); i++) {
            final ExpectSpec expect = scenario.expect().get(i);
            if (expect.windowNs() > 0 && expect.deliveredBitsPerSecond() > 0) {
                for (final FlowSpec flow : scenario.flows()) {
                    if (flow.name().equals(expect.flow())) {
                        check(i, expect, flow);
                    }
                }
            }
        }
    }

    private void check(int index, ExpectSpec expect, FlowSpec flow) {
        final int longestBytes = IntStream.of(flow.frame().lengthsBytes()).max().orElseThrow();
        final double framesNs = longestBytes * BIT_NANOS / expect.deliveredBitsPerSecond(); // from one to the next
        final double frames = expect.windowNs() / framesNs;
        final double onePpm = PPM / frames;
        if (onePpm <= expect.withinPpm()) {
            return;
        }
        final long leastNs = expect.withinPpm() == 0 ? 0 : nice(framesNs * PPM / expect.withinPpm());
        final List<String> remedies = new ArrayList<>();
        if (leastNs > 0 && leastNs <= sound.scenario().run().durationNs()) {
            remedies.add("window: " + Units.formatNanos(leastNs).replace(" ", "") + " or longer");
        }
        if (atLeastPercent(onePpm).doubleValue() <= MOST_PERCENT) {
            remedies.add("within: " + atLeastPercent(onePpm).toPlainString() + "% or more");
        }
        problems.error(
                sound.node("expect", index, "window"),
                "a window of " + Units.formatNanos(expect.windowNs()) + " holds " + number(frames) + " frames of "
                        + longestBytes + "B at " + Units.formatBitsPerSecond(expect.deliveredBitsPerSecond())
                        + ", and one more or less is " + percent(onePpm) + ", beyond within "
                        + within(index, expect) + ": "
                        + (remedies.isEmpty()
                                ? "let windows be longer than a frame's time, and within be more"
                                : "write " + String.join(", or ", remedies)));
    }

    /** As it is written, for {@code 0.01%} is not read as 100 ppm. */
    private String within(int index, ExpectSpec expect) {
        return sound.node("expect", index, "within") instanceof Scalar written
                ? written.text()
                : Units.formatPpm(expect.withinPpm());
    }

    /** The next of 1, 2, 5, 10 and so on. */
    private static long nice(double ns) {
        double step = Math.pow(10, Math.floor(Math.log10(ns)));
        for (final int factor : new int[] {1, 2, 5, 10}) {
            if (factor * step >= ns) {
                return Math.round(factor * step);
            }
        }
        throw new AssertionError(ns);
    }

    private static BigDecimal atLeastPercent(double ppm) {
        return new BigDecimal(ppm / 1e4)
                .round(new MathContext(1, RoundingMode.UP))
                .stripTrailingZeros();
    }

    private static String percent(double ppm) {
        return number(ppm / 1e4) + "%";
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
