package io.ringlane.placement.catalogue;

import java.util.Set;

/**
 * What an instance boots from, as far as its network interface cares.
 *
 * @param name {@code ami-...}, or any name
 * @param hvm whether it is hardware virtual; enhanced networking needs that
 * @param drivers the enhanced networking drivers it carries
 */
public record Image(String name, boolean hvm, Set<EnhancedNetworking> drivers) {
    /** A present-day image: HVM, with the drivers of ENA and of the 82599 VF. */
    public static final Image MODERN =
            new Image("modern", true, Set.of(EnhancedNetworking.ENA, EnhancedNetworking.INTEL_82599));

    public Image {
        drivers = Set.copyOf(drivers);
    }
}
