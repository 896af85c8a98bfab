package io.ringlane.placement.catalogue;

import io.ringlane.core.text.NearestName;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.table.TableFile;
import io.ringlane.placement.table.TableRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The instance types that can be launched: those that ship, and those of the user's own files.
 *
 * <p>The form of a file, its columns, sources and models are described at the top of {@code instance-types.csv}.
 * Immutable; any thread.
 */
public final class Catalogue {
    private static final Set<String> COLUMNS = Set.of(
            "type",
            "vcpus",
            "hypervisor",
            "enhanced",
            "enis",
            "ipv4-per-eni",
            "baseline-gbit",
            "peak-gbit",
            "cluster",
            "ena-express",
            "efa",
            "queues",
            "cards",
            "line-gbit",
            "mtu",
            "pps",
            "tcp-idle-seconds",
            "credit-seconds");
    private static final Set<String> REQUIRED = Set.of("type", "vcpus", "baseline-gbit");
    private static final Set<String> DEFAULTS = Set.of(
            "pps",
            "pps-floor",
            "credit-seconds",
            "line-gbit-ena",
            "line-gbit-82599",
            "line-gbit-none",
            "queues-ena",
            "queues-82599",
            "queues-none");
    private static final Map<String, Boolean> YES_NO = Map.of("yes", true, "no", false);
    private static final Map<String, Hypervisor> HYPERVISORS =
            Map.of("xen", Hypervisor.XEN, "nitro", Hypervisor.NITRO, "bare", Hypervisor.BARE);
    private static final Map<String, EnhancedNetworking> KINDS = EnhancedNetworking.byLabel();

    private static final long MOST_GBIT = 100_000; // with MOST_CREDIT_SECONDS keeps a credit bucket below 2^63 bits
    private static final long MOST_CREDIT_SECONDS = 86_400;
    private static final long MOST_PPS = 100_000_000_000L;
    private static final long BITS_PER_GBIT = 1_000_000_000;

    private final List<TableFile> files;
    private final Map<String, InstanceType> types;

    private Catalogue(List<TableFile> files) {
        this.files = List.copyOf(files);
        Map<String, TableRow> defaults = new HashMap<>();
        Map<String, TableRow> rows = new LinkedHashMap<>();
        for (TableFile file : files) {
            defaults.putAll(file.defaults());
            Map<String, TableRow> own = new HashMap<>();
            for (TableRow row : file.rows()) {
                TableRow twin = own.put(row.text("type"), row);
                if (twin != null) {
                    throw row.wrong("the type " + row.text("type") + " is given twice, first in line " + twin.line());
                }
                rows.put(row.text("type"), row);
            }
        }
        Map<String, InstanceType> resolved = new LinkedHashMap<>();
        rows.forEach((name, row) -> resolved.put(name, resolve(row, defaults)));
        this.types = Collections.unmodifiableMap(resolved);
    }

    /** The types that ship with Ringlane. */
    public static Catalogue builtIn() {
        return BuiltIn.CATALOGUE;
    }

    /**
     * This catalogue with a file of the user laid over it: its types are added or replace those of the same name, and
     * its defaults hold for every type that leaves the value open.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     * @throws io.ringlane.placement.table.TableException naming file, line, reason and nearest valid choice
     */
    public Catalogue with(Path file) {
        return with(TableFile.read(file, COLUMNS, REQUIRED, DEFAULTS));
    }

    /** As {@link #with(Path)}, from text; {@code source} is the name that errors carry. */
    public Catalogue with(String source, String text) {
        return with(TableFile.parse(source, text, COLUMNS, REQUIRED, DEFAULTS));
    }

    private Catalogue with(TableFile file) {
        List<TableFile> all = new ArrayList<>(files);
        all.add(file);
        return new Catalogue(all);
    }

    /**
     * The type of a name.
     *
     * @throws PlacementException {@code InvalidParameterValue} naming the nearest type if there is none
     */
    public InstanceType find(String name) {
        InstanceType type = types.get(name);
        if (type == null) {
            throw new PlacementException(
                    "InvalidParameterValue",
                    "Invalid value '" + name + "' for InstanceType; "
                            + NearestName.advice(name, types.keySet(), "types"));
        }
        return type;
    }

    /** Every type, in the order of the files. */
    public Collection<InstanceType> types() {
        return types.values();
    }

    private static InstanceType resolve(TableRow row, Map<String, TableRow> defaults) {
        EnhancedNetworking kind = row.has("enhanced") ? row.choice("enhanced", KINDS) : EnhancedNetworking.ENA;
        long baseline = row.gigabits("baseline-gbit", MOST_GBIT);
        long peak = row.has("peak-gbit") ? row.gigabits("peak-gbit", MOST_GBIT) : baseline;
        if (peak < baseline) {
            throw row.wrong("\"peak-gbit\" of " + row.name() + " is below its baseline");
        }
        TableRow queues = defaults.get("queues-" + kind.label());
        TableRow creditSeconds = defaults.get("credit-seconds");
        return new InstanceType(
                row.text("type"),
                (int) row.integer("vcpus", 1, 10_000),
                row.has("hypervisor") ? row.choice("hypervisor", HYPERVISORS) : Hypervisor.NITRO,
                kind,
                (int) integer(row, "enis", 2, 1, 1_000),
                (int) integer(row, "ipv4-per-eni", 2, 1, 10_000),
                baseline,
                peak,
                row.has("credit-seconds")
                        ? row.integer("credit-seconds", 0, MOST_CREDIT_SECONDS)
                        : creditSeconds.integer(TableFile.VALUE, 0, MOST_CREDIT_SECONDS),
                packetsPerSecond(row, defaults, peak),
                (int) integer(row, "cards", 1, 1, 1_000),
                row.has("line-gbit")
                        ? row.gigabits("line-gbit", MOST_GBIT)
                        : Math.max(
                                peak, defaults.get("line-gbit-" + kind.label()).gigabits(TableFile.VALUE, MOST_GBIT)),
                (int) integer(row, "mtu", 9001, 1500, 9001),
                !row.has("cluster") || row.choice("cluster", YES_NO),
                row.has("ena-express") && row.choice("ena-express", YES_NO),
                (int) integer(row, "efa", 0, 0, 1_000),
                (int) (row.has("queues") ? row.integer("queues", 1, 128) : queues.integer(TableFile.VALUE, 1, 128)),
                (int) integer(row, "tcp-idle-seconds", 0, 60, 432_000),
                new EmulatedInterface(defaults.get("line-gbit-none").gigabits(TableFile.VALUE, MOST_GBIT), (int)
                        defaults.get("queues-none").integer(TableFile.VALUE, 1, 128)));
    }

    private static long integer(TableRow row, String column, long otherwise, long least, long most) {
        return row.has(column) ? row.integer(column, least, most) : otherwise;
    }

    private static long packetsPerSecond(TableRow row, Map<String, TableRow> defaults, long peakBitsPerSecond) {
        TableRow rule = row.has("pps") ? row : defaults.get("pps");
        String column = row.has("pps") ? "pps" : TableFile.VALUE;
        String text = rule.text(column);
        if (!text.endsWith("/Gbit")) {
            return rule.integerOf(column, text, 1, MOST_PPS);
        }
        String perGbit = text.substring(0, text.length() - "/Gbit".length());
        // below 2^63: the peak is at most 10^14 bit/s, a thousandth of it times 10^7 is 10^18
        long modelled =
                peakBitsPerSecond / 1_000 * rule.integerOf(column, perGbit, 1, 10_000_000) / (BITS_PER_GBIT / 1_000);
        return Math.max(modelled, defaults.get("pps-floor").integer(TableFile.VALUE, 1, MOST_PPS));
    }

    private static final class BuiltIn {
        static final Catalogue CATALOGUE = new Catalogue(
                List.of(TableFile.resource(Catalogue.class, "instance-types.csv", COLUMNS, REQUIRED, DEFAULTS)));
    }
}
