package io.ringlane.placement.group;

import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.topology.Demand;

/** An instance that was launched and not terminated, running or stopped; or one that asks to be launched. */
final class Resident {
    static final int NO_ZONE = -1;

    final PlacementRequest request;
    PlacementGroup group;

    /** Its partition, asked for or given; 0 while it is open, and outside partition groups. */
    int partition;

    /** Its zone, for good once it was launched; until then the zone asked for, or {@link #NO_ZONE}. */
    int zone;

    int interfaces;

    /** Times it was stopped. */
    int stops;

    /** Where it runs, null while it does not. */
    Placement placement;

    /** Its interfaces on its host, the first first; null while it does not run. */
    int[] slots;

    /** The rack where the search for its host began. */
    int originRack;

    /** Whether its group left it no other zone when that search began. */
    boolean isZoneBound;

    Resident(PlacementRequest request, int zone) {
        this.request = request;
        this.group = request.group();
        this.partition = request.partition();
        this.zone = zone;
        this.interfaces = request.interfaces();
    }

    String name() {
        return request.instance();
    }

    InstanceType type() {
        return request.type();
    }

    boolean isRunning() {
        return placement != null;
    }

    Demand demand() {
        return Demand.of(request.type(), request.nic().isEmulated(), interfaces);
    }
}
