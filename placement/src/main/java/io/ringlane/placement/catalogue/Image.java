package io.ringlane.placement.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;
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

    /** An HVM image that carries neither driver. */
    public static final Image WITHOUT_DRIVER = new Image("without-driver", true, Set.of());

    /** A paravirtual image, which no enhanced networking driver can help. */
    public static final Image PARAVIRTUAL = new Image("paravirtual", false, Set.of());

    public Image {
        drivers = Set.copyOf(drivers);
    }

    /** The images above by their names. */
    public static Map<String, Image> byName() {
        Map<String, Image> byName = new LinkedHashMap<>();
        for (Image image : new Image[] {MODERN, WITHOUT_DRIVER, PARAVIRTUAL}) {
            byName.put(image.name(), image);
        }
        return byName;
    }
}
