package io.ringlane.placement.topology;

import io.ringlane.placement.table.TableFile;
import io.ringlane.placement.table.TableRow;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The regions that EC2 has. A {@link Region} may be called anything; this is for telling a user that a name was mistyped.
 * Source at the top of {@code regions.csv}. Any thread.
 */
public final class RegionNames {
    private static final Set<String> COLUMNS = Set.of("region", "where");

    private RegionNames() {}

    /** Every one that ships in the list, the United States first. */
    public static Set<String> listed() {
        return Listed.NAMES;
    }

    private static final class Listed {
        static final Set<String> NAMES = read();

        private static Set<String> read() {
            Set<String> names = new LinkedHashSet<>();
            for (TableRow row : TableFile.resource(RegionNames.class, "regions.csv", COLUMNS, COLUMNS, Set.of())
                    .rows()) {
                if (!names.add(row.name())) {
                    throw row.wrong("the region " + row.name() + " is given twice");
                }
            }
            return Collections.unmodifiableSet(names);
        }
    }
}
