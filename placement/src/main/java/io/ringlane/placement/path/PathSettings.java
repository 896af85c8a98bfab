package io.ringlane.placement.path;

import io.ringlane.core.text.NearestName;
import io.ringlane.placement.table.TableFile;
import io.ringlane.placement.table.TableRow;
import io.ringlane.placement.topology.Relation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The figures of every kind of path: those that ship, and the user's changes. Sources and models are at the top of
 * {@code paths.csv}. Immutable; any thread.
 */
public final class PathSettings {
    /** Leaves a figure as it is, in {@link #with(String, long, long, int)}. */
    public static final int KEEP = -1;

    /** The name under which all pairs inside cluster groups are changed at once. */
    public static final String CLUSTER_GROUP = "cluster-group";

    private static final Set<String> COLUMNS =
            Set.of("relation", "group", "card", "hops", "flow-cap-gbit", "delay-ns", "jitter-ns", "mtu");
    private static final Set<String> REQUIRED = Set.of("relation", "group", "card");
    private static final String EXPRESS_ONE_ZONE = "ena-express-one-zone";
    private static final Set<String> DEFAULTS = Set.of(EXPRESS_ONE_ZONE);
    private static final Map<String, Boolean> GROUPS = Map.of("any", false, "cluster", true);
    private static final Map<String, Relation> RELATIONS = relations();

    private static final int LEAST_MTU = 68; // RFC 791: every IPv4 link carries this much
    private static final int MOST_MTU = 9001;
    private static final long MOST_NS = 60_000_000_000L; // a minute; beyond it a wrong unit is likelier than a wish
    private static final long MOST_GBIT = 100_000;

    /** One kind of path. */
    record Key(Relation relation, boolean sameClusterGroup, Lane lane) {}

    private final Map<Key, PathProfile> profiles;
    private final Set<String> expressOneZoneRegions;

    private PathSettings(Map<Key, PathProfile> profiles, Set<String> expressOneZoneRegions) {
        this.profiles = profiles;
        this.expressOneZoneRegions = expressOneZoneRegions;
    }

    /** The settings that ship with Ringlane. */
    public static PathSettings builtIn() {
        return BuiltIn.SETTINGS;
    }

    /** The names that {@link #with(String, long, long, int)} takes: each relation's, then {@value #CLUSTER_GROUP}. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(RELATIONS.keySet());
        names.add(CLUSTER_GROUP);
        return names;
    }

    /**
     * These settings with a file of the user laid over them.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     * @throws io.ringlane.placement.table.TableException naming file, line, reason and nearest valid choice
     */
    public PathSettings with(Path file) {
        return with(TableFile.read(file, COLUMNS, REQUIRED, DEFAULTS));
    }

    /** As {@link #with(Path)}, from text; {@code source} is the name that errors carry. */
    public PathSettings with(String source, String text) {
        return with(TableFile.parse(source, text, COLUMNS, REQUIRED, DEFAULTS));
    }

    /**
     * These settings with every path of a relation changed, whatever the network cards.
     *
     * @param name one of {@link #names()}; case, blanks, {@code -} and {@code _} do not count, so {@code sameRack} will do
     * @param delayNs least one-way delay, or {@link #KEEP}
     * @param jitterNs the most that is added to it, or {@link #KEEP}
     * @param mtuBytes largest layer-3 packet, or {@link #KEEP}
     * @throws IllegalArgumentException if there is no such name (the nearest is named) or a figure is out of range
     */
    public PathSettings with(String name, long delayNs, long jitterNs, int mtuBytes) {
        String key = names().stream()
                .filter(known -> plain(known).equals(plain(name)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown path \"" + name + "\"; " + NearestName.advice(name, names(), "paths")));
        check(key, "delay in ns", delayNs, 0, MOST_NS);
        check(key, "jitter in ns", jitterNs, 0, MOST_NS);
        check(key, "mtu", mtuBytes, LEAST_MTU, MOST_MTU);
        Map<Key, PathProfile> changed = new LinkedHashMap<>(profiles);
        changed.replaceAll((kind, old) -> {
            boolean meant = key.equals(CLUSTER_GROUP)
                    ? kind.sameClusterGroup()
                    : kind.relation().key().equals(key);
            return meant
                    ? old.with(
                            delayNs == KEEP ? old.delayNs() : delayNs,
                            jitterNs == KEEP ? old.jitterNs() : jitterNs,
                            mtuBytes == KEEP ? old.mtuBytes() : mtuOf(old, mtuBytes))
                    : old;
        });
        return new PathSettings(changed, expressOneZoneRegions);
    }

    /** The profile of one kind of path; a cluster group has none across zones, so there the ordinary one holds. */
    PathProfile profile(Relation relation, boolean sameClusterGroup, Lane lane) {
        PathProfile profile = profiles.get(new Key(relation, sameClusterGroup, lane));
        return profile != null ? profile : profiles.get(new Key(relation, false, lane));
    }

    /** Whether ENA Express stays inside a zone in a region. */
    boolean expressInOneZoneOnly(String region) {
        return expressOneZoneRegions.contains(region);
    }

    /** ENA Express has a limit of its own, which the MTU of a path does not lift. */
    private static int mtuOf(PathProfile old, int mtuBytes) {
        return old.enaExpress() ? Math.min(mtuBytes, old.mtuBytes()) : mtuBytes;
    }

    private PathSettings with(TableFile file) {
        Map<Key, PathProfile> merged = new LinkedHashMap<>(profiles);
        for (TableRow row : file.rows()) {
            Key key = new Key(
                    row.choice("relation", RELATIONS), row.choice("group", GROUPS), row.choice("card", Lane.byLabel()));
            if (key.relation() == Relation.CROSS_ZONE && key.sameClusterGroup()) {
                throw row.wrong("a cluster group has one zone, so it has no cross-zone paths");
            }
            merged.put(key, profile(row, key, profiles.get(key)));
        }
        TableRow regions = file.defaults().get(EXPRESS_ONE_ZONE);
        return new PathSettings(merged, regions == null ? expressOneZoneRegions : words(regions));
    }

    private static PathProfile profile(TableRow row, Key key, PathProfile old) {
        return new PathProfile(
                key.relation(),
                key.sameClusterGroup(),
                key.lane() == Lane.ENA_EXPRESS,
                (int) (keeps(row, "hops", old) ? old.hops() : row.integer("hops", 0, 64)),
                keeps(row, "flow-cap-gbit", old)
                        ? old.flowCapBitsPerSecond()
                        : row.gigabits("flow-cap-gbit", MOST_GBIT),
                flowCapReason(key),
                keeps(row, "delay-ns", old) ? old.delayNs() : row.integer("delay-ns", 0, MOST_NS),
                keeps(row, "jitter-ns", old) ? old.jitterNs() : row.integer("jitter-ns", 0, MOST_NS),
                (int) (keeps(row, "mtu", old) ? old.mtuBytes() : row.integer("mtu", LEAST_MTU, MOST_MTU)));
    }

    private static Set<String> words(TableRow row) {
        return row.has(TableFile.VALUE)
                ? Set.copyOf(Arrays.asList(row.text(TableFile.VALUE).split(" +")))
                : Set.of();
    }

    private static String flowCapReason(Key key) {
        if (key.lane() == Lane.ENA_EXPRESS) {
            return "flow (ENA Express)";
        }
        return key.sameClusterGroup() ? "flow (cluster group)" : "flow";
    }

    private static boolean keeps(TableRow row, String column, PathProfile old) {
        return old != null && !row.has(column);
    }

    private static void check(String key, String what, long value, long least, long most) {
        if (value != KEEP && (value < least || value > most)) {
            throw new IllegalArgumentException(
                    "path " + key + ": " + what + " must be " + least + " to " + most + ", not " + value);
        }
    }

    private static String plain(String name) {
        return name.replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Relation> relations() {
        Map<String, Relation> relations = new LinkedHashMap<>();
        for (Relation relation : Relation.values()) {
            relations.put(relation.key(), relation);
        }
        return relations;
    }

    private static final class BuiltIn {
        static final PathSettings SETTINGS = new PathSettings(Map.of(), Set.of())
                .with(TableFile.resource(PathSettings.class, "paths.csv", COLUMNS, COLUMNS, DEFAULTS));
    }
}
