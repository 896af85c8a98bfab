package io.ringlane.placement.group;

import java.util.Locale;

/** How a placement group arranges its instances. Source: Amazon EC2 User Guide, "placement-groups". */
public enum Strategy {
    /** Near each other in one zone; flows inside may carry more. */
    CLUSTER,
    /** In partitions that never share a rack. */
    PARTITION,
    /** Each on a rack of its own. */
    SPREAD;

    /** As written in files and by EC2, for instance {@code cluster}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
