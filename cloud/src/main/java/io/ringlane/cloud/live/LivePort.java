package io.ringlane.cloud.live;

import io.ringlane.cloud.instance.Launch;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;

/**
 * A network interface of a running instance, as its host's card carries it.
 *
 * @param interfaceKey the interface
 * @param instanceKey the instance
 * @param launch what that was launched with
 * @param nic what the interface is to it
 * @param group its placement group, or null
 * @param partition its partition there, 0 outside partition groups
 * @param hostId its host
 * @param networkCard the network card of the instance that it sits on
 * @param devices how often the instance's device counters had been reset when this function's were
 * @param function its virtual function
 */
record LivePort(
        long interfaceKey,
        long instanceKey,
        Launch launch,
        GuestInterface nic,
        PlacementGroup group,
        int partition,
        int hostId,
        int networkCard,
        int devices,
        VirtualFunction function) {

    /** The same after the counters have been reset. */
    LivePort afterReset(int devicesNow) {
        return new LivePort(
                interfaceKey, instanceKey, launch, nic, group, partition, hostId, networkCard, devicesNow, function);
    }

    /** Where the instance runs; made when it is asked for, as there are many ports and few questions. */
    Placement placement() {
        return new Placement(ResourceKind.INSTANCE.id(instanceKey), launch.type(), nic, group, partition, hostId, 0);
    }
}
