package io.ringlane.cloud.live;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.CardModels;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Change;
import io.ringlane.cloud.state.RegionState;
import io.ringlane.cloud.state.Table;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.Line;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.worker.DataPlane;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The virtual functions of running instances: made when an interface comes to run, withdrawn when it ceases to.
 *
 * <p>An interface that comes back to the same instance and card gets its function back, with the queues its user holds and
 * its counters at zero, as they are after a reboot. Any thread reads; {@link #onChange} has one caller at a time.
 */
final class LivePorts {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Region topology;
    private final Placer placer;
    private final LiveSettings settings;
    private final DataPlane plane;
    private final Consumer<VirtualFunction> onOpened;
    private final Map<Long, LivePort> byInterface = new ConcurrentHashMap<>();
    private volatile long[] interfaceByFunction =
            new long[64]; // 0 for none; an element is set before its port is known
    private final Map<Long, LivePort> withdrawn = new HashMap<>(); // by interface, the last one
    private final Map<CardKey, PhysicalFunction> cards = new HashMap<>();
    private final Map<String, Allowances.Settings> limits = new HashMap<>(); // by type
    private final Map<GuestInterface, GuestInterface> nics = new HashMap<>(); // one for all ports that have the like

    private record CardKey(int hostId, EnhancedNetworking kind) {}

    /** @param onOpened hears of each function that is opened */
    LivePorts(
            Region topology,
            Placer placer,
            LiveSettings settings,
            DataPlane plane,
            Consumer<VirtualFunction> onOpened) {
        this.onOpened = onOpened;
        this.topology = topology;
        this.placer = placer;
        this.settings = settings;
        this.plane = plane;
    }

    /** The port of an interface; null unless its instance runs. */
    LivePort of(long interfaceKey) {
        return byInterface.get(interfaceKey);
    }

    /** The interface that a function is or was made for; null if for none. */
    Long interfaceOf(VirtualFunction function) {
        long[] known = interfaceByFunction;
        int index = function.portIndex();
        return index >= known.length || known[index] == 0 ? null : known[index];
    }

    private void note(VirtualFunction function, long interfaceKey) {
        int index = function.portIndex();
        long[] known = interfaceByFunction;
        long[] table = index < known.length ? known : Arrays.copyOf(known, Math.max(index + 1, 2 * known.length));
        table[index] = interfaceKey;
        interfaceByFunction = table; // publishes the element as well
    }

    /** Brings the functions in step with the region. */
    void onChange(Change change) {
        RegionState state = change.after();
        Set<Long> interfaces = new LinkedHashSet<>(change.interfaces());
        for (long key : change.instances()) {
            Instance instance = state.find(Table.INSTANCES, key);
            for (int i = 0; instance != null && i < instance.interfaceKeys().length; i++) {
                interfaces.add(instance.interfaceKeys()[i]);
            }
        }
        List<Long> arriving = new ArrayList<>();
        for (long key : interfaces) {
            LivePort present = byInterface.get(key);
            Instance instance = runningInstanceOf(state, key);
            boolean stays = present != null
                    && instance != null
                    && present.instanceKey() == instance.key()
                    && present.hostId() == instance.hostId();
            if (present != null && !stays) {
                byInterface.remove(key);
                present.function().withdraw();
                withdrawn.put(key, present);
            }
            if (state.find(Table.INTERFACES, key) == null) {
                withdrawn.remove(key);
            }
            if (instance != null && !stays) {
                arriving.add(key);
            } else if (stays && present.devices() != instance.life().devices()) {
                present.function().resetCounters();
                byInterface.put(key, present.afterReset(instance.life().devices()));
            }
        }
        arriving.forEach(key -> bringUp(state.find(Table.INTERFACES, key), runningInstanceOf(state, key)));
    }

    private static Instance runningInstanceOf(RegionState state, long interfaceKey) {
        NetworkInterface each = state.find(Table.INTERFACES, interfaceKey);
        Instance instance = each == null || each.attachment() == null
                ? null
                : state.find(Table.INSTANCES, each.attachment().instanceKey());
        return instance != null && instance.isRunning() ? instance : null;
    }

    private void bringUp(NetworkInterface each, Instance instance) {
        String group = instance.launch().placementGroup();
        GuestInterface nic = nics.computeIfAbsent(instance.launch().nic(), alike -> alike);
        PhysicalFunction card = card(instance, nic);
        int networkCard = each.attachment().cardIndex();
        LivePort last = withdrawn.remove(each.key());
        VirtualFunction function;
        if (last != null
                && last.instanceKey() == instance.key()
                && last.networkCard() == networkCard
                && last.function().card() == card) {
            function = last.function();
            function.restore();
            function.resetCounters();
        } else {
            function = plane.addFunction(card, each.id(), config(each, instance, nic, card));
            note(function, each.key());
            function.whenOpened(onOpened);
        }
        byInterface.put(
                each.key(),
                new LivePort(
                        each.key(),
                        instance.key(),
                        instance.launch(),
                        nic,
                        group == null ? null : placer.groups().find(group),
                        instance.partition(),
                        instance.hostId(),
                        networkCard,
                        instance.life().devices(),
                        function));
    }

    /** What the host's cards carry of a kind: of the instance that comes first, all its network cards together. */
    private PhysicalFunction card(Instance instance, GuestInterface nic) {
        int hostId = instance.hostId();
        return cards.computeIfAbsent(
                new CardKey(hostId, nic.kind()),
                key -> plane.addCard(
                        topology.hostName(hostId) + (nic.isEmulated() ? " emulated" : ""),
                        CardModels.of(nic.kind()),
                        hostId % plane.workerCount(),
                        Math.max(
                                CardModels.of(nic.kind()).lineBitsPerSecond(),
                                nic.allCardsBitsPerSecond(instance.launch().type())),
                        settings.horizonNs(),
                        0));
    }

    private VirtualFunctionConfig config(
            NetworkInterface each, Instance instance, GuestInterface nic, PhysicalFunction card) {
        DeviceModel model = card.model();
        int receiveFrames = Math.min(settings.receiveFrames(), model.maxRingSlots());
        return VirtualFunctionConfig.defaults(model, each.mac(), allowances(instance, card))
                .withQueuePairs(Math.min(Math.min(nic.queues(), settings.queuePairs()), model.maxQueuePairs(1)))
                .withFrames(
                        model.minRingSlots(),
                        Math.max(model.minRingSlots(), slots(receiveFrames)),
                        settings.transmitFrames(),
                        receiveFrames)
                .withLine(line(each, instance, nic, card))
                .withLinkLocal(settings.ec2().value(Setting.LINK_LOCAL_PACKETS_PER_SECOND))
                .withChecks(true, false); // of addresses, the router knows
    }

    private static int slots(int frames) {
        return Integer.highestOneBit(Math.max(1, 2 * frames - 1));
    }

    /** That of another interface of the instance on the same network card, or a new one; an emulated interface has its own. */
    private Line line(NetworkInterface each, Instance instance, GuestInterface nic, PhysicalFunction card) {
        for (long key : instance.interfaceKeys()) {
            LivePort other = byInterface.getOrDefault(key, withdrawn.get(key));
            if (!nic.isEmulated()
                    && other != null
                    && other.instanceKey() == instance.key()
                    && other.networkCard() == each.attachment().cardIndex()
                    && other.function().card() == card) {
                return other.function().line();
            }
        }
        return new Line(nic.lineRateBitsPerSecond());
    }

    /** Those of another interface of the instance on the card, or new ones. */
    private Allowances allowances(Instance instance, PhysicalFunction card) {
        for (long key : instance.interfaceKeys()) {
            LivePort other = byInterface.getOrDefault(key, withdrawn.get(key));
            if (other != null
                    && other.instanceKey() == instance.key()
                    && other.function().card() == card) {
                return other.function().allowances();
            }
        }
        InstanceType type = instance.launch().type();
        return new Allowances(limits.computeIfAbsent(type.name(), name -> limits(type)));
    }

    private Allowances.Settings limits(InstanceType type) {
        return new Allowances.Settings(
                type.baselineBitsPerSecond(),
                type.peakBitsPerSecond(),
                type.baselineBitsPerSecond(),
                type.peakBitsPerSecond(),
                type.creditSeconds() * NANOS_PER_SECOND,
                type.packetsPerSecond(),
                0,
                settings.horizonNs(),
                settings.ec2().gatewayBitsPerSecond(type));
    }
}
