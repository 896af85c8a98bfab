package io.ringlane.cloud.instance;

import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.PlacementGroups;
import java.util.List;

/**
 * Finds hosts for instances, and virtual functions on them for their interfaces. Called by one thread at a time; a call
 * that throws has changed nothing.
 */
public interface HostAllocator {

    /**
     * An instance that is launched.
     *
     * @param instanceId {@code i-...}
     * @param type its type
     * @param image what it boots from
     * @param placementGroup its placement group's name, or null
     * @param partition the partition asked for, from 1; 0 for any
     * @param zone its availability zone
     * @param interfaces interfaces that it starts with, each of which takes a virtual function
     */
    record Order(
            String instanceId,
            InstanceType type,
            Image image,
            String placementGroup,
            int partition,
            String zone,
            int interfaces) {}

    /**
     * Where an instance runs.
     *
     * @param hostId the host
     * @param partition the partition of the placement group, from 1; 0 for none
     */
    record Seat(int hostId, int partition) {}

    /**
     * Finds hosts for new instances, all or none.
     *
     * @return a seat for each order, in their order
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InsufficientInstanceCapacity} if there is no room, or
     *     EC2's code for a request that cannot be met anywhere
     */
    List<Seat> launch(List<Order> orders);

    /**
     * Finds hosts for stopped instances and all their interfaces, all or none.
     *
     * @return a seat for each, in their order
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InsufficientInstanceCapacity}
     */
    List<Seat> restart(List<String> instanceIds);

    /**
     * Moves a stopped instance into another placement group or partition.
     *
     * @param placementGroup the group's name, or null for none
     * @param partition the partition asked for, from 1; 0 for any
     * @throws io.ringlane.cloud.resource.Ec2Exception with EC2's code for what the group does not take
     */
    void move(String instanceId, String placementGroup, int partition);

    /**
     * The placement groups that orders name. Only calls of {@link io.ringlane.cloud.ec2.PlacementGroupApi} change them.
     */
    PlacementGroups groups();

    /** Frees an instance's host and its virtual functions there; zone, group and partition stay its own. */
    void stop(String instanceId);

    /** Frees everything an instance has, running or stopped, and takes it out of its placement group. */
    void terminate(String instanceId);

    /**
     * Takes one more virtual function of the host of an instance, or of the host that a stopped one will have.
     *
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InsufficientInstanceCapacity} if the physical function
     *     has none left
     */
    void attachInterface(String instanceId);

    /**
     * Gives the virtual function of one interface back.
     *
     * @param position the interface's place among those of the instance, 1 or more: eth0 is 0, the others follow in the
     *     order in which they were attached
     */
    void detachInterface(String instanceId, int position);
}
