package io.ringlane.cloud.instance;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.List;

/**
 * Finds hosts for instances, and virtual functions on them for their interfaces. Called by one thread at a time; a call
 * that throws has changed nothing.
 */
public interface HostAllocator {

    /**
     * An instance that needs a host.
     *
     * @param instanceId {@code i-...}
     * @param type its type
     * @param card what its interfaces are, {@link EnhancedNetworking#NONE} for emulated ones
     * @param placementGroup its placement group's name, or null
     * @param partition the partition asked for, from 1; 0 for any
     * @param zone its availability zone
     * @param interfaces interfaces that it starts with, each of which takes a virtual function
     */
    record Order(
            String instanceId,
            InstanceType type,
            EnhancedNetworking card,
            String placementGroup,
            int partition,
            String zone,
            int interfaces) {}

    /**
     * Where an instance goes.
     *
     * @param hostId the host
     * @param partition the partition of the placement group, from 1; 0 for none
     */
    record Seat(int hostId, int partition) {}

    /**
     * Places all or none.
     *
     * @return a seat for each order, in their order
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InsufficientInstanceCapacity} if there is no room, or
     *     EC2's code for a request that cannot be met anywhere
     */
    List<Seat> place(List<Order> orders);

    /** Frees an instance's host and all its virtual functions; the instance stays in its placement group. */
    void release(String instanceId);

    /** Takes an instance that is terminated out of its placement group. */
    void forget(String instanceId);

    /**
     * Takes one more virtual function of the host of an instance.
     *
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InsufficientInstanceCapacity} if the physical function
     *     has none left
     */
    void takeInterface(String instanceId);

    /** Gives a virtual function back. */
    void giveBackInterface(String instanceId);
}
