package io.ringlane.cloud.vpc;

import io.ringlane.cloud.net.Cidr;

/**
 * One row of a route table.
 *
 * @param destination the addresses it is for
 * @param target where it leads
 * @param origin who made it
 */
public record Route(Cidr destination, RouteTarget target, Origin origin) {

    /** Who made a route. On one destination, an earlier one is taken before a later one. */
    public enum Origin {
        /** Made with the table, for each block of the VPC. */
        LOCAL("CreateRouteTable"),
        /** Made by the user. */
        STATIC("CreateRoute"),
        /** Learned from a virtual private gateway. */
        PROPAGATED("EnableVgwRoutePropagation");

        private final String label;

        Origin(String label) {
            this.label = label;
        }

        /** As EC2 names it. */
        public String label() {
            return label;
        }
    }

    @Override
    public String toString() {
        return destination + " -> " + target;
    }
}
