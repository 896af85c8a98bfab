package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.core.rate.Quantity;
import io.ringlane.core.rate.UnitException;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the events of a timeline whose times do not fit. Those are as few as can be: of events that are out of order, the ones
 * without which the others would be in order; and the first of all that come after the run.
 */
final class EventTimes {

    private final Map<YamlNode, String> problems = new IdentityHashMap<>();

    private record Timed(YamlNode event, long atNs) {}

    /** @param durationNs how long the run lasts */
    EventTimes(List<YamlNode> events, long durationNs) {
        final List<Timed> inTime = new ArrayList<>();
        final List<Timed> late = new ArrayList<>();
        for (final YamlNode event : events) {
            final long atNs = timeOf(event);
            if (atNs >= 0) {
                (atNs < durationNs ? inTime : late).add(new Timed(event, atNs));
            }
        }
        checkOrder(inTime);
        if (!late.isEmpty()) {
            problems.put(
                    late.get(0).event,
                    "the run is over by then, after " + Units.formatNanos(durationNs)
                            + ": let it happen earlier or run longer"
                            + (late.size() == 1 ? "" : ", and so with " + (late.size() - 1) + " more events"));
        }
    }

    /** What is wrong with the time of an event; null if nothing is, or if it has none. */
    String problem(YamlNode event) {
        return problems.get(event);
    }

    private static long timeOf(YamlNode event) {
        if (event instanceof Mapping mapping && mapping.get("at") instanceof Scalar at) {
            try {
                return Quantity.DURATION.parseAllowingZero(at.text());
            } catch (final UnitException e) {
                return -1; // which is reported where the event is read
            }
        }
        return -1;
    }

    private void checkOrder(List<Timed> events) {
        final boolean[] stays = longestInOrder(events);
        Timed before = null;
        for (int i = 0; i < stays.length; i++) {
            final Timed event = events.get(i);
            if (stays[i]) {
                before = event;
            } else if (before != null && before.atNs > event.atNs) {
                problems.put(
                        event.event,
                        "comes after one at " + Units.formatNanos(before.atNs) + ": list events in order of time");
            } else {
                problems.put(
                        event.event,
                        "comes before one at " + Units.formatNanos(nextThatStays(events, stays, i).atNs)
                                + ": list events in order of time");
            }
        }
    }

    private static Timed nextThatStays(List<Timed> events, boolean[] stays, int from) {
        int next = from;
        while (!stays[next]) {
            next++;
        }
        return events.get(next);
    }

    /** The longest part that is in order, and of several the one that begins first. */
    private static boolean[] longestInOrder(List<Timed> events) {
        final int count = events.size();
        final boolean[] stays = new boolean[count];
        if (isInOrder(events)) {
            Arrays.fill(stays, true);
            return stays;
        }
        final int[] length = new int[count]; // of the longest that ends there
        final int[] previous = new int[count];
        int end = 0;
        for (int i = 0; i < count; i++) {
            previous[i] = -1;
            for (int j = 0; j < i; j++) {
                if (events.get(j).atNs <= events.get(i).atNs && length[j] > length[i]) {
                    length[i] = length[j];
                    previous[i] = j;
                }
            }
            length[i]++;
            end = length[i] > length[end] ? i : end;
        }
        for (int i = end; i >= 0; i = previous[i]) {
            stays[i] = true;
        }
        return stays;
    }

    private static boolean isInOrder(List<Timed> events) {
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i).atNs < events.get(i - 1).atNs) {
                return false;
            }
        }
        return true;
    }
}
