package io.ringlane.placement.topology;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.table.TableFile;
import io.ringlane.placement.table.TableRow;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What one host holds, by the kind of its network card. Sources and models are at the top of {@code hosts.csv}.
 * Immutable; any thread.
 */
public final class HostSettings {
    private static final Set<String> COLUMNS = Set.of("kind", "slots", "vcpus");
    private static final int MOST = 100_000;

    private final Map<EnhancedNetworking, Limits> limits;

    private record Limits(int slots, int vcpus) {}

    private HostSettings(Map<EnhancedNetworking, Limits> limits) {
        this.limits = limits;
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
        return with(TableFile.read(file, COLUMNS, COLUMNS, Set.of()));
    }

    /** As {@link #with(Path)}, from text; {@code source} is the name that errors carry. */
    public HostSettings with(String source, String text) {
        return with(TableFile.parse(source, text, COLUMNS, COLUMNS, Set.of()));
    }

    private HostSettings with(TableFile file) {
        Map<EnhancedNetworking, Limits> merged = new EnumMap<>(EnhancedNetworking.class);
        merged.putAll(limits);
        for (TableRow row : file.rows()) {
            merged.put(
                    row.choice("kind", EnhancedNetworking.byLabel()),
                    new Limits((int) row.integer("slots", 1, MOST), (int) row.integer("vcpus", 1, MOST)));
        }
        return new HostSettings(merged);
    }

    /** Interfaces one host can give away: virtual functions, or emulated interfaces where there is no such card. */
    public int slots(EnhancedNetworking kind) {
        return limits.get(kind).slots();
    }

    /** Virtual CPUs of one host. */
    public int vcpus(EnhancedNetworking kind) {
        return limits.get(kind).vcpus();
    }

    private static final class BuiltIn {
        static final HostSettings SETTINGS = new HostSettings(Map.of())
                .with(TableFile.resource(HostSettings.class, "hosts.csv", COLUMNS, COLUMNS, Set.of()));
    }
}
