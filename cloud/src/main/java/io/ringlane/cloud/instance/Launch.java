package io.ringlane.cloud.instance;

import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.catalogue.InstanceType;

/**
 * What an instance was launched with; shared by all of one call.
 *
 * @param type its type
 * @param image what it boots from
 * @param ebsRoot whether its root volume outlives it; only then can it be stopped
 * @param vpcKey its VPC
 * @param zone its availability zone
 * @param placementGroup its placement group's name, or null
 * @param autoPublic whether its eth0 gets a public address of the pool
 * @param terminatesOnShutdown whether a shutdown from inside terminates it rather than stopping it
 * @param launchedAtNs when, on the region's clock
 */
public record Launch(
        InstanceType type,
        Image image,
        boolean ebsRoot,
        long vpcKey,
        String zone,
        String placementGroup,
        boolean autoPublic,
        boolean terminatesOnShutdown,
        long launchedAtNs) {

    /** The same in another placement group, which an instance may enter while it is stopped; null for none. */
    public Launch inGroup(String group) {
        return new Launch(type, image, ebsRoot, vpcKey, zone, group, autoPublic, terminatesOnShutdown, launchedAtNs);
    }

    /** What its interfaces are to it, and why. */
    public GuestInterface nic() {
        return GuestInterface.of(type, image);
    }
}
