package io.ringlane.cloud.ec2;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.ConnectionTracker;
import io.ringlane.cloud.instance.HostAllocator;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.instance.Life;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;

/**
 * What happens to an instance, its interfaces and its addresses as it goes from state to state.
 *
 * <p>Source: Amazon EC2 User Guide, "Instance lifecycle". Packets reach and leave an instance only while it is running: what
 * is on its way when it stops being so finds nobody, and is dropped as {@code TARGET_NOT_RUNNING}.
 */
final class Lifecycle {

    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final String BY_USER = "Client.UserInitiatedShutdown";

    private final Ec2Settings settings;
    private final HostAllocator hosts;
    private final ConnectionTracker tracker;

    Lifecycle(Ec2Settings settings, HostAllocator hosts, ConnectionTracker tracker) {
        this.settings = settings;
        this.hosts = hosts;
        this.tracker = tracker;
    }

    HostAllocator hosts() {
        return hosts;
    }

    /** The life of a new instance. */
    Life born(long nowNs, boolean protectedFromTermination) {
        return Life.pending(after(nowNs, Setting.PENDING_MS), protectedFromTermination);
    }

    /** A stopped instance, lent what it needs, has found a host. */
    Instance start(RegionDraft draft, Instance stopped, HostAllocator.Seat seat) {
        Life life = stopped.life().in(InstanceState.PENDING, "", after(draft.nowNs(), Setting.PENDING_MS));
        Instance started = draft.putInstance(stopped.with(life).on(seat.hostId(), seat.partition()));
        draft.touchAddressesOf(started);
        return started;
    }

    /** Begins to stop: the lent public address goes at once. */
    Instance stop(RegionDraft draft, Instance running, boolean hibernates) {
        String why = hibernates ? "Client.UserInitiatedHibernate" : BY_USER;
        Life life = running.life()
                .leftHost(hibernates)
                .in(InstanceState.STOPPING, why, after(draft.nowNs(), Setting.STOPPING_MS));
        return leave(draft, running, life);
    }

    /** Begins to end: the lent public address goes at once. */
    Instance terminate(RegionDraft draft, Instance doomed, String why) {
        Life life = doomed.life().in(InstanceState.SHUTTING_DOWN, why, after(draft.nowNs(), Setting.SHUTTING_DOWN_MS));
        return leave(draft, doomed, life);
    }

    private static Instance leave(RegionDraft draft, Instance leaving, Life life) {
        if (leaving.interfaceKeys().length > 0) {
            PublicAddresses.takeBack(draft, draft.find(Table.INTERFACES, leaving.interfaceKeys()[0]));
        }
        draft.touchAddressesOf(leaving);
        return draft.putInstance(leaving.with(life));
    }

    /** Lets a state end that ends by itself. */
    void advance(RegionDraft draft, Instance instance) {
        InstanceState next = instance.state().next();
        if (next == null) { // terminated, and visible long enough
            draft.remove(Table.INSTANCES, instance.key());
            return;
        }
        switch (next) {
            case RUNNING ->
                draft.touchAddressesOf(
                        draft.putInstance(instance.with(instance.life().in(next, "", Life.NEVER))));
            case STOPPED -> {
                draft.putInstance(
                        instance.with(instance.life().in(next, instance.life().reason(), Life.NEVER))
                                .on(Instance.NO_HOST, instance.partition()));
                draft.afterCommit(() -> hosts.stop(instance.id()));
                draft.afterCommit(() -> tracker.forget(instance.key()));
            }
            default -> end(draft, instance);
        }
    }

    /** Terminated: interfaces go with the instance or become available, Elastic IPs of those that go are free. */
    private void end(RegionDraft draft, Instance instance) {
        long goneNs = draft.nowNs() + settings.value(Setting.TERMINATED_VISIBLE_SECONDS) * NANOS_PER_SECOND;
        Life life = instance.life()
                .leftHost(false)
                .in(InstanceState.TERMINATED, instance.life().reason(), goneNs);
        draft.putInstance(instance.bare().with(life).on(Instance.NO_HOST, 0));
        for (long key : instance.interfaceKeys()) {
            NetworkInterface each = draft.find(Table.INTERFACES, key);
            draft.touchAddressesOf(each);
            if (each.attachment().deleteOnTermination()) {
                PublicAddresses.disassociateAll(draft, each);
                draft.removeInterface(draft.find(Table.INTERFACES, key));
            } else {
                draft.putInterface(each.change().attachment(null).build());
            }
        }
        draft.afterCommit(() -> hosts.terminate(instance.id()));
        draft.afterCommit(() -> tracker.forget(instance.key()));
    }

    private long after(long nowNs, Setting time) {
        return nowNs + settings.value(time) * NANOS_PER_MILLI;
    }
}
