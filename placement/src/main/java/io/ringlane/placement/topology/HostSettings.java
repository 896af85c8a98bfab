package io.ringlane.placement.topology;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.table.TableFile;
import io.ringlane.placement.table.TableRow;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What one host holds, by the kind of its network card, and how far a cluster group reaches. Sources and models are at the top of {@code hosts.csv}.
 * Immutable; any thread.
 */
public final class HostSettings {
    private static final Set<String> COLUMNS = Set.of("kind", "slots", "vcpus");
    private static final String CLUSTER_SEGMENT = "cluster-segment";
    private static final Set<String> DEFAULTS = Set.of(CLUSTER_SEGMENT);
    private static final int MOST = 100_000;

    private final Map<EnhancedNetworking, Limits> limits;
    private final Segment clusterSegment;

    private record Limits(int slots, int vcpus) {}

    private HostSettings(Map<EnhancedNetworking, Limits> limits, Segment clusterSegment) {
        this.limits = limits;
        this.clusterSegment = clusterSegment;
    }

    /** The settings that ship with Ringlane. */
    public static HostSettings builtIn() {
        return BuiltIn.SETTINGS;
    }

    /**
     * These settings with a file of the user laid over them.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     * @throws io.ringlane.placement.table.TableException naming file, line, reason and nearest valid choice
     */
    public HostSettings with(Path file) {
        return with(TableFile.read(file, COLUMNS, COLUMNS, DEFAULTS));
    }

    /** As {@link #with(Path)}, from text; {@code source} is the name that errors carry. */
    public HostSettings with(String source, String text) {
        return with(TableFile.parse(source, text, COLUMNS, COLUMNS, DEFAULTS));
    }

    private HostSettings with(TableFile file) {
        Map<EnhancedNetworking, Limits> merged = new EnumMap<>(EnhancedNetworking.class);
        merged.putAll(limits);
        for (TableRow row : file.rows()) {
            merged.put(
                    row.choice("kind", EnhancedNetworking.byLabel()),
                    new Limits((int) row.integer("slots", 1, MOST), (int) row.integer("vcpus", 1, MOST)));
        }
        TableRow segment = file.defaults().get(CLUSTER_SEGMENT);
        return new HostSettings(
                merged, segment == null ? clusterSegment : segment.choice(TableFile.VALUE, Segment.byLabel()));
    }

    /** Interfaces one host can give away: virtual functions, or emulated interfaces where there is no such card. */
    public int slots(EnhancedNetworking kind) {
        return limits.get(kind).slots();
    }

    /** Virtual CPUs of one host. */
    public int vcpus(EnhancedNetworking kind) {
        return limits.get(kind).vcpus();
    }

    /** The part of a zone that a cluster placement group stays in. */
    public Segment clusterSegment() {
        return clusterSegment;
    }

    private static final class BuiltIn {
        static final HostSettings SETTINGS = new HostSettings(Map.of(), Segment.DATA_CENTRE)
                .with(TableFile.resource(HostSettings.class, "hosts.csv", COLUMNS, COLUMNS, DEFAULTS));
    }
}
