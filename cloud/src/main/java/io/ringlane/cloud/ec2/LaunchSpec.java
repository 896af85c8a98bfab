package io.ringlane.cloud.ec2;

import io.ringlane.cloud.instance.Image;
import java.util.List;

/**
 * What new instances are to be. Begin with {@link #of} and change what differs.
 *
 * @param type the instance type's name
 * @param image what they boot from
 * @param primary their eth0, made for each of them; null if {@code interfaceIds} are given
 * @param interfaceIds interfaces made before, eth0 first; only for one instance
 * @param minCount fewest instances to launch
 * @param maxCount most instances to launch
 * @param publicAddress whether eth0 gets a public address; null for what the subnet says
 * @param placementGroup a placement group's name, or null
 * @param partition the partition asked for, from 1; 0 for any
 * @param terminatesOnShutdown whether a shutdown from inside terminates
 * @param protectedFromTermination whether TerminateInstances is refused
 */
public record LaunchSpec(
        String type,
        Image image,
        InterfaceSpec primary,
        List<String> interfaceIds,
        int minCount,
        int maxCount,
        Boolean publicAddress,
        String placementGroup,
        int partition,
        boolean terminatesOnShutdown,
        boolean protectedFromTermination) {

    public LaunchSpec {
        interfaceIds = List.copyOf(interfaceIds);
    }

    /** One instance with one address in a subnet, from a present-day image. */
    public static LaunchSpec of(String type, String subnetId) {
        return new LaunchSpec(
                type, Image.MODERN, InterfaceSpec.in(subnetId), List.of(), 1, 1, null, null, 0, false, false);
    }

    /** The same from an image. */
    public LaunchSpec from(Image other) {
        return new LaunchSpec(
                type,
                other,
                primary,
                interfaceIds,
                minCount,
                maxCount,
                publicAddress,
                placementGroup,
                partition,
                terminatesOnShutdown,
                protectedFromTermination);
    }

    /** The same with another eth0. */
    public LaunchSpec with(InterfaceSpec eth0) {
        return withInterfaces(eth0, List.of());
    }

    /** The same with interfaces made before, eth0 first. */
    public LaunchSpec withInterfaces(List<String> ids) {
        return withInterfaces(null, ids);
    }

    private LaunchSpec withInterfaces(InterfaceSpec eth0, List<String> ids) {
        return new LaunchSpec(
                type,
                image,
                eth0,
                ids,
                minCount,
                maxCount,
                publicAddress,
                placementGroup,
                partition,
                terminatesOnShutdown,
                protectedFromTermination);
    }

    /** As many as can be launched, from {@code min} to {@code max}. */
    public LaunchSpec count(int min, int max) {
        return new LaunchSpec(
                type,
                image,
                primary,
                interfaceIds,
                min,
                max,
                publicAddress,
                placementGroup,
                partition,
                terminatesOnShutdown,
                protectedFromTermination);
    }

    /** The same with a public address or without, whatever the subnet says. */
    public LaunchSpec withPublicAddress(boolean wanted) {
        return new LaunchSpec(
                type,
                image,
                primary,
                interfaceIds,
                minCount,
                maxCount,
                wanted,
                placementGroup,
                partition,
                terminatesOnShutdown,
                protectedFromTermination);
    }

    /** The same in a placement group, and in one of its partitions or any for 0. */
    public LaunchSpec inGroup(String group, int inPartition) {
        return new LaunchSpec(
                type,
                image,
                primary,
                interfaceIds,
                minCount,
                maxCount,
                publicAddress,
                group,
                inPartition,
                terminatesOnShutdown,
                protectedFromTermination);
    }

    /** The same with another fate: what a shutdown from inside does, and whether termination is refused. */
    public LaunchSpec ending(boolean terminates, boolean isProtected) {
        return new LaunchSpec(
                type,
                image,
                primary,
                interfaceIds,
                minCount,
                maxCount,
                publicAddress,
                placementGroup,
                partition,
                terminates,
                isProtected);
    }
}
