package io.ringlane.benchmarks.compare.outcome;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a run in virtual time must repeat to the last digit: its digest, its packets, and for each flow the packets, the
 * drops by reason and the bytes delivered in each window.
 *
 * @param values by name, such as {@code inside.drops.flow_cap}
 */
record ScenarioFacts(Map<String, String> values) {

    /** From {@code run --json}. */
    static ScenarioFacts read(final String json) {
        final JsonNode root = new ObjectMapper().readTree(json);
        final Map<String, String> values = new TreeMap<>();
        values.put("digest", root.path("digest").asString());
        root.path("packets").properties().forEach(e -> values.put("packets." + e.getKey(), text(e.getValue())));
        for (final JsonNode flow : root.path("flows")) {
            final String name = flow.path("name").asString() + ".";
            for (final String count : new String[] {"packetsSent", "packetsDelivered", "packetsInFlight"}) {
                values.put(name + count, text(flow.path(count)));
            }
            flow.path("drops").properties().forEach(e -> values.put(name + "drops." + e.getKey(), text(e.getValue())));
            int window = 0;
            for (final JsonNode bytes : flow.path("deliveredOverTime").path("bytes")) {
                values.put(name + "delivered[" + window++ + "]", text(bytes));
            }
        }
        return new ScenarioFacts(values);
    }

    private static String text(final JsonNode node) {
        return node.isMissingNode() ? "none" : node.asString();
    }

    /**
     * What differs, in words.
     *
     * @param most differences to list; the rest are counted
     * @return empty if nothing does
     */
    String difference(final ScenarioFacts head, final int most) {
        final Map<String, String> all = new TreeMap<>(values);
        head.values.forEach(all::putIfAbsent);
        final StringBuilder out = new StringBuilder();
        int differences = 0;
        for (final String name : all.keySet()) {
            final String before = values.getOrDefault(name, "0"); // a reason that never came up is not listed
            final String after = head.values.getOrDefault(name, "0");
            if (!before.equals(after) && ++differences <= most) {
                out.append(out.length() == 0 ? "" : "; ")
                        .append(name)
                        .append(' ')
                        .append(shortened(before))
                        .append(" -> ")
                        .append(shortened(after));
            }
        }
        return differences > most ? out + "; and " + (differences - most) + " more" : out.toString();
    }

    private static String shortened(final String value) {
        return value.length() <= 12 ? value : value.substring(0, 8) + "...";
    }
}
