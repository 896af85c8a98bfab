package io.ringlane.cloud.ec2;

import io.ringlane.cloud.instance.InstanceState;

/**
 * What a call did to an instance.
 *
 * @param instanceId {@code i-...}
 * @param previous its state before
 * @param current its state at the end of the call; the one that follows by itself comes later
 */
public record StateChange(String instanceId, InstanceState previous, InstanceState current) {}
