package io.ringlane.cloud.instance;

import io.ringlane.cloud.resource.ResourceKind;
import java.util.Arrays;

/**
 * An instance.
 *
 * @param key its id's key
 * @param launch what it was launched with
 * @param life where it stands
 * @param hostId its host; -1 while it has none
 * @param partition its partition of the placement group, from 1; 0 for none
 * @param interfaceKeys its interfaces, eth0 first, then in the order they were attached; to be read only
 */
public record Instance(long key, Launch launch, Life life, int hostId, int partition, long[] interfaceKeys) {

    /** No host. */
    public static final int NO_HOST = -1;

    /** {@code i-...}. */
    public String id() {
        return ResourceKind.INSTANCE.id(key);
    }

    /** Its state. */
    public InstanceState state() {
        return life.state();
    }

    /** Whether it can send and receive. */
    public boolean isRunning() {
        return life.state() == InstanceState.RUNNING;
    }

    /** The instance in another life. */
    public Instance with(Life next) {
        return new Instance(key, launch, next, hostId, partition, interfaceKeys);
    }

    /** The instance on a host, or on none. */
    public Instance on(int host, int partitionNow) {
        return new Instance(key, launch, life, host, partitionNow, interfaceKeys);
    }

    /** The instance in another placement group, or in none for null. */
    public Instance inGroup(String placementGroup) {
        return new Instance(key, launch.inGroup(placementGroup), life, hostId, partition, interfaceKeys);
    }

    /** The instance with one more interface. */
    public Instance attaching(long interfaceKey) {
        long[] more = Arrays.copyOf(interfaceKeys, interfaceKeys.length + 1);
        more[interfaceKeys.length] = interfaceKey;
        return withInterfaces(more);
    }

    /** The instance with an interface less. */
    public Instance detaching(long interfaceKey) {
        return withInterfaces(Arrays.stream(interfaceKeys)
                .filter(each -> each != interfaceKey)
                .toArray());
    }

    /** An interface's place among the instance's, 0 for eth0; -1 for one that is not the instance's. */
    public int positionOf(long interfaceKey) {
        for (int position = 0; position < interfaceKeys.length; position++) {
            if (interfaceKeys[position] == interfaceKey) {
                return position;
            }
        }
        return -1;
    }

    /** The instance without interfaces. */
    public Instance bare() {
        return withInterfaces(new long[0]);
    }

    private Instance withInterfaces(long[] keys) {
        return new Instance(key, launch, life, hostId, partition, keys);
    }

    /** Everything about it in one line. */
    @Override
    public String toString() {
        return id() + " " + launch.type().name() + " " + launch.zone() + " " + life + " host " + hostId + " partition "
                + partition + " group " + launch.placementGroup() + " interfaces "
                + Arrays.stream(interfaceKeys)
                        .mapToObj(ResourceKind.INTERFACE::id)
                        .toList();
    }
}
