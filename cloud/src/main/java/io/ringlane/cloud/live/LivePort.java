package io.ringlane.cloud.live;

import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.group.Placement;

/**
 * A network interface of a running instance, as its host's card carries it.
 *
 * @param interfaceKey the interface
 * @param instanceKey the instance
 * @param placement where that runs
 * @param function its virtual function
 */
record LivePort(long interfaceKey, long instanceKey, Placement placement, VirtualFunction function) {}
