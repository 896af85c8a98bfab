package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.PathSpec;
import io.ringlane.cloud.scenario.Scenario.SettingsSpec;
import io.ringlane.core.rate.Quantity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the section of what AWS does not publish. */
final class SettingsReader {

    private static final long MOST_DELAY_NS = 60_000_000_000L; // beyond a minute a wrong unit is likelier than a wish

    /** A path may cross a link that carries less than Ethernet's usual 1500, down to what IPv6 guarantees. */
    private static final int LEAST_PATH_MTU_BYTES = 1280;

    private static final int MOST_INTERFACES = 1000; // a card with more is yet to be made

    private final Vocabulary vocabulary;
    private final Problems problems;
    private final int mostMtuBytes;

    /** @param mostMtuBytes the region's MTU, which no path exceeds */
    SettingsReader(Vocabulary vocabulary, Problems problems, int mostMtuBytes) {
        this.vocabulary = vocabulary;
        this.problems = problems;
        this.mostMtuBytes = mostMtuBytes;
    }

    SettingsSpec read(YamlNode node) {
        final Fields fields = node == null ? null : Fields.of(node, problems, "{flowHorizon: 1ms}");
        if (fields == null) {
            return new SettingsSpec(-1, -1, Map.of());
        }
        final long flowHorizonNs = fields.quantity("flowHorizon", Quantity.DURATION, MOST_DELAY_NS, -1);
        final long allowanceHorizonNs = fields.quantity("allowanceHorizon", Quantity.DURATION, MOST_DELAY_NS, -1);
        final int interfacesPerHost = (int) fields.integer("interfacesPerHost", 1, MOST_INTERFACES, 0);
        final Map<String, PathSpec> paths = new LinkedHashMap<>();
        final YamlNode pathsNode = fields.node("paths");
        final Fields relations =
                pathsNode == null ? null : Fields.of(pathsNode, problems, "{cross-zone: {delay: 500us}}");
        if (relations != null) {
            for (final String relation : vocabulary.relations()) {
                final YamlNode path = relations.node(relation);
                if (path != null) {
                    paths.put(relation, readPath(path));
                }
            }
            relations.finish();
        }
        fields.finish();
        return new SettingsSpec(
                flowHorizonNs, allowanceHorizonNs, interfacesPerHost, Collections.unmodifiableMap(paths));
    }

    private PathSpec readPath(YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{delay: 500us, jitter: 10us, mtu: 9001B}");
        if (fields == null) {
            return null;
        }
        final PathSpec path = new PathSpec(
                fields.quantityOrZero("delay", Quantity.DURATION, MOST_DELAY_NS, -1),
                fields.quantityOrZero("jitter", Quantity.DURATION, MOST_DELAY_NS, -1),
                (int) fields.mtu("mtu", LEAST_PATH_MTU_BYTES, mostMtuBytes, -1));
        fields.finish();
        return path;
    }
}
