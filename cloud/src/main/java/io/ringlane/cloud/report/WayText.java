package io.ringlane.cloud.report;

import io.ringlane.cloud.run.RunResult.FlowWaySpan;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.List;

/** What events did to a flow, in a sentence: {@code same rack at 5 Gbit/s, then refused: no_route at 2 s}. */
final class WayText {

    private WayText() {}

    /** @param most ways to tell; further ones are counted */
    static String of(List<FlowWaySpan> ways, int most) {
        List<String> parts = new ArrayList<>();
        for (FlowWaySpan way : ways.subList(0, Math.min(most, ways.size()))) {
            String cap = way.capBitsPerSecond() == 0 ? "" : " at " + Units.formatBitsPerSecond(way.capBitsPerSecond());
            String from = parts.isEmpty() ? "" : " from " + Units.formatNanos(way.fromNs()) + " on";
            parts.add(way.path() + cap + from);
        }
        int more = ways.size() - parts.size();
        if (more > 0) {
            parts.add(more + (more == 1 ? " change more" : " changes more"));
        }
        return String.join(", then ", parts);
    }
}
