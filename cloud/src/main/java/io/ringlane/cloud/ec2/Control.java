package io.ringlane.cloud.ec2;

import io.ringlane.cloud.address.AddressLedger;
import io.ringlane.cloud.address.CostReport;
import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.forwarding.ConnectionTracker;
import io.ringlane.cloud.instance.HostAllocator;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.instance.Life;
import io.ringlane.cloud.resource.KeySequence;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.state.Consequences;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.RegionState;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.time.NanoClock;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The state that stands, and the one door through which it is replaced.
 *
 * <p>A change works on a draft. If it throws, the draft is dropped; if not, the draft becomes the state in one volatile
 * write, and only then are hosts freed, meters switched and tables forgotten.
 */
final class Control {

    private final Ec2Settings settings;
    private final KeySequence keys;
    private final NanoClock clock;
    private final AddressLedger ledger;
    private final Lifecycle lifecycle;
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::atNs).thenComparingLong(Due::number));
    private long dues;
    private ChangeListener listener = ChangeListener.NONE;

    private volatile RegionState state = new RegionState();

    private record Due(long atNs, long number, long instanceKey, InstanceState ends) {}

    Control(Ec2Settings settings, NanoClock clock, HostAllocator hosts, ConnectionTracker tracker, long seed) {
        this.settings = settings;
        this.keys = new KeySequence(seed);
        this.clock = clock;
        this.ledger = new AddressLedger(settings);
        this.lifecycle = new Lifecycle(settings, hosts, tracker);
    }

    synchronized void setListener(ChangeListener next) {
        listener = next;
    }

    Ec2Settings settings() {
        return settings;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    /** The state that stands. */
    RegionState state() {
        return state;
    }

    /** The present state, after everything that was due has happened. */
    RegionState settled() {
        settle();
        return state;
    }

    /** Makes a change, all of it or, if it throws, nothing. */
    synchronized <T> T change(Function<RegionDraft, T> change) {
        settle();
        RegionDraft draft = draft();
        T result = change.apply(draft);
        commit(draft);
        settle();
        return result;
    }

    /** Does something beside the state while nothing changes it, once everything that was due has happened. */
    synchronized <T> T alone(Supplier<T> call) {
        settle();
        return call.get();
    }

    /** Lets states end that are due to; see {@link Ec2Region#settle}. */
    synchronized void settle() {
        long nowNs = clock.nanoTime();
        while (!due.isEmpty() && due.peek().atNs() - nowNs <= 0) {
            RegionDraft draft = draft();
            for (int i = due.size(); i > 0 && !due.isEmpty() && due.peek().atNs() - nowNs <= 0; i--) {
                Due next = due.poll();
                Instance instance = draft.find(Table.INSTANCES, next.instanceKey());
                if (instance != null
                        && instance.state() == next.ends()
                        && instance.life().dueNs() == next.atNs()) {
                    lifecycle.advance(draft, instance);
                }
            }
            commit(draft);
        }
    }

    /** When the next state ends by itself; {@link Life#NEVER} if none does. */
    synchronized long nextDueNs() {
        return due.isEmpty() ? Life.NEVER : due.peek().atNs();
    }

    /** What public addresses have cost so far. */
    synchronized CostReport costReport() {
        settle();
        return ledger.report(clock.nanoTime());
    }

    private RegionDraft draft() {
        return new RegionDraft(state, keys, settings.publicIpv4Pool(), clock.nanoTime());
    }

    private void commit(RegionDraft draft) {
        RegionState before = state;
        RegionState next = draft.freeze();
        state = next;
        Consequences.follow(
                () -> listener.onChange(draft.change(next)),
                () -> awaitEnds(draft),
                () -> meter(draft, before, next),
                () -> Consequences.follow(draft.actions()));
    }

    private void awaitEnds(RegionDraft draft) {
        for (Instance instance : draft.changedInstances()) {
            if (instance.life().dueNs() != Life.NEVER) {
                due.add(new Due(instance.life().dueNs(), dues++, instance.key(), instance.state()));
            }
        }
    }

    private void meter(RegionDraft draft, RegionState before, RegionState next) {
        for (long key : draft.touchedAddresses()) {
            ElasticIp address = next.find(Table.ELASTIC_IPS, key);
            if (address != null) {
                ledger.onUse(address, AddressUses.of(next, address), draft.nowNs());
            }
        }
        draft.releasedAddresses().forEach(key -> ledger.onRelease(key, draft.nowNs()));
        for (int i = 0; i < draft.remaps(); i++) {
            ledger.onRemap(draft.nowNs());
        }
        if (before.autoAssigned() != next.autoAssigned()) {
            ledger.onAutoAssigned(next.autoAssigned(), draft.nowNs());
        }
    }
}
