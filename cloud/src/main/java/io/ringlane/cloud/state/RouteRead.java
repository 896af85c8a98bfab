package io.ringlane.cloud.state;

import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.RouteTable;
import java.util.Objects;

/**
 * That a decision has asked a table for the route of an address, and what it was told: all that it has of the table.
 *
 * @param route null if there was none
 */
public record RouteRead(long tableKey, IpAddress destination, Route route) {

    /** Whether the answer would be the same. */
    public boolean holdsIn(RegionView region) {
        RouteTable table = region.find(Table.ROUTE_TABLES, tableKey);
        return table != null && Objects.equals(table.find(destination), route);
    }
}
