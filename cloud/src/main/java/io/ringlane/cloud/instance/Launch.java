package io.ringlane.cloud.instance;

import io.ringlane.placement.catalogue.InstanceType;

/**
 * What an instance was launched with; shared by all of one call.
 *
 * @param type its type
 * @param image what it boots from
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
        long vpcKey,
        String zone,
        String placementGroup,
        boolean autoPublic,
        boolean terminatesOnShutdown,
        long launchedAtNs) {}
