package io.ringlane.cloud.ec2;

import io.ringlane.cloud.instance.HostAllocator.Seat;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.instance.PlacementErrors;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Instances. A call on several does all of it or nothing, and gives a {@link StateChange} for each, in their order.
 */
public final class InstanceApi {

    private static final String WRONG_STATE = "IncorrectInstanceState";

    private final Control control;
    private final Catalogue catalogue;

    InstanceApi(Control control, Catalogue catalogue) {
        this.control = control;
        this.catalogue = catalogue;
    }

    /**
     * Launches instances.
     *
     * @return as they are at the end of the call: {@link InstanceState#PENDING}
     * @throws Ec2Exception {@code InsufficientInstanceCapacity}, {@code InsufficientFreeAddressesInSubnet}, {@code
     *     AttachmentLimitExceeded}, {@code PrivateIpAddressLimitExceeded}, {@code InvalidParameterCombination}, {@code
     *     InvalidParameterValue}, {@code MissingParameter}, or what {@link InterfaceApi#create} throws
     */
    public List<Instance> run(LaunchSpec spec) {
        Required.value(spec, "launchSpecification");
        Required.value(spec.type(), "instanceType");
        Required.value(spec.image(), "imageId");
        Required.value(spec.enaExpress(), "enaSrdSpecification");
        return control.change(draft -> new Launcher(control, draft, spec, type(spec.type())).launch());
    }

    private InstanceType type(String name) {
        return PlacementErrors.translating(() -> catalogue.find(name));
    }

    /**
     * Starts instances that are stopped; those that run or are about to are left as they are.
     *
     * @throws Ec2Exception {@code IncorrectInstanceState}, {@code InsufficientInstanceCapacity}, {@code
     *     InsufficientAddressCapacity}, {@code MissingParameter} or {@code InvalidInstanceID.NotFound}
     */
    public List<StateChange> start(String... instanceIds) {
        return control.change(draft -> {
            List<Instance> instances = require(draft, instanceIds);
            List<Instance> stopped = new ArrayList<>();
            for (Instance each : instances) {
                switch (each.state()) {
                    case STOPPED -> stopped.add(each);
                    case RUNNING, PENDING -> {
                        // as it should be
                    }
                    default ->
                        throw new Ec2Exception(
                                WRONG_STATE,
                                "The instance '" + each.id()
                                        + "' is not in a state from which it can be started: it is "
                                        + each.state().label() + ".");
                }
            }
            stopped.forEach(each -> PublicAddresses.lend(draft, each)); // before hosts, which a draft cannot take back
            List<Seat> seats = stopped.isEmpty()
                    ? List.of()
                    : control.lifecycle()
                            .hosts()
                            .restart(stopped.stream().map(Instance::id).toList());
            for (int i = 0; i < stopped.size(); i++) {
                control.lifecycle().start(draft, stopped.get(i), seats.get(i));
            }
            return changes(draft, instances);
        });
    }

    /** Stops instances; see {@link #stop(boolean, String...)}. */
    public List<StateChange> stop(String... instanceIds) {
        return stop(false, instanceIds);
    }

    /**
     * Stops instances, and gives their hosts and lent public addresses back. Those that are stopped or about to be are left as
     * they are.
     *
     * @param hibernates whether memory is saved
     * @throws Ec2Exception {@code IncorrectInstanceState}, {@code UnsupportedOperation} without an EBS root, {@code
     *     MissingParameter} or {@code InvalidInstanceID.NotFound}
     */
    public List<StateChange> stop(boolean hibernates, String... instanceIds) {
        return each(instanceIds, (draft, instance) -> switch (instance.state()) {
            case STOPPED, STOPPING -> instance;
            case PENDING, RUNNING -> {
                checkStoppable(instance);
                yield control.lifecycle().stop(draft, instance, hibernates);
            }
            default ->
                throw new Ec2Exception(
                        WRONG_STATE,
                        "The instance '" + instance.id() + "' is not in a state from which it can be stopped: it is "
                                + instance.state().label() + ".");
        });
    }

    private static void checkStoppable(Instance instance) {
        if (!instance.launch().ebsRoot()) {
            throw new Ec2Exception(
                    "UnsupportedOperation",
                    "The instance '" + instance.id()
                            + "' does not have an 'ebs' root device type and cannot be stopped.");
        }
        if (!instance.life().hasRun()) {
            throw new Ec2Exception(
                    WRONG_STATE,
                    "Instance '" + instance.id() + "' cannot be stopped as it has never reached the 'running' state.");
        }
    }

    /**
     * Reboots instances: memory and device counters are reset; host, addresses and connections stay. Those that are gone are
     * ignored.
     *
     * @throws Ec2Exception {@code IncorrectInstanceState}, {@code MissingParameter} or {@code InvalidInstanceID.NotFound}
     */
    public List<StateChange> reboot(String... instanceIds) {
        return each(instanceIds, (draft, instance) -> {
            if (instance.state().isEnding()) {
                return instance;
            }
            if (!instance.isRunning()) {
                throw new Ec2Exception(
                        WRONG_STATE,
                        "The instance '" + instance.id() + "' is "
                                + instance.state().label() + "; only a running one can be rebooted.");
            }
            return draft.putInstance(instance.with(instance.life().rebooted()));
        });
    }

    /**
     * Terminates instances. Those that are gone are left as they are.
     *
     * @throws Ec2Exception {@code OperationNotPermitted} with termination protection, {@code MissingParameter} or {@code
     *     InvalidInstanceID.NotFound}
     */
    public List<StateChange> terminate(String... instanceIds) {
        return each(instanceIds, (draft, instance) -> {
            if (instance.state().isEnding()) {
                return instance;
            }
            if (instance.life().protectedFromTermination()) {
                throw new Ec2Exception(
                        "OperationNotPermitted",
                        "The instance '" + instance.id()
                                + "' may not be terminated. Modify its 'disableApiTermination' instance attribute and try"
                                + " again.");
            }
            return control.lifecycle().terminate(draft, instance, "Client.UserInitiatedShutdown");
        });
    }

    /** A running instance shuts down from inside: it stops, or terminates if it was launched so or has no EBS root. */
    public StateChange shutDownFromInside(String instanceId) {
        return each(new String[] {instanceId}, (draft, instance) -> {
                    if (!instance.isRunning()) {
                        throw new Ec2Exception(
                                WRONG_STATE,
                                "The instance '" + instanceId + "' is "
                                        + instance.state().label() + "; nothing in it can shut it down.");
                    }
                    boolean ends = instance.launch().terminatesOnShutdown()
                            || !instance.launch().ebsRoot();
                    return ends
                            ? control.lifecycle().terminate(draft, instance, "Client.InstanceInitiatedShutdown")
                            : control.lifecycle().stop(draft, instance, false);
                })
                .get(0);
    }

    /**
     * Moves a stopped instance into a placement group, to another partition of its group, or out of it; it starts there.
     *
     * @param placementGroup the group's name; the empty one, as EC2 has it, or null for none
     * @param partition the partition asked for, from 1; 0 for any
     * @throws Ec2Exception {@code IncorrectInstanceState} unless it is stopped, {@code InvalidPlacementGroup.Unknown} or {@code
     *     InvalidPlacementGroup.InUse} for a cluster group of another zone, or {@code InvalidParameterCombination} for a type that
     *     cannot join
     */
    public Instance modifyPlacement(String instanceId, String placementGroup, int partition) {
        return control.change(draft -> {
            Instance instance = draft.require(Table.INSTANCES, instanceId);
            if (instance.state() != InstanceState.STOPPED) {
                throw new Ec2Exception(
                        WRONG_STATE,
                        "The instance '" + instanceId + "' is "
                                + instance.state().label()
                                + "; its placement can be modified while it is stopped.");
            }
            String group = placementGroup == null || placementGroup.isEmpty() ? null : placementGroup;
            Instance moved = draft.putInstance(instance.inGroup(group));
            control.lifecycle().hosts().move(instanceId, group, partition); // last: nothing after it can fail
            return moved;
        });
    }

    /** Switches termination protection. */
    public Instance modifyTerminationProtection(String instanceId, boolean on) {
        return control.change(draft -> {
            Instance instance = draft.require(Table.INSTANCES, instanceId);
            return draft.put(
                    Table.INSTANCES,
                    instance.key(),
                    instance.with(instance.life().withProtection(on)));
        });
    }

    /** Does something to each, all or none; an instance given twice counts once. */
    private List<StateChange> each(String[] instanceIds, BiFunction<RegionDraft, Instance, Instance> action) {
        return control.change(draft -> {
            List<Instance> instances = require(draft, instanceIds);
            instances.forEach(instance -> action.apply(draft, instance));
            return changes(draft, instances);
        });
    }

    private static List<Instance> require(RegionDraft draft, String[] instanceIds) {
        List<Instance> instances = new ArrayList<>();
        for (String id : Required.some(instanceIds, "instanceId")) {
            Instance instance = draft.require(Table.INSTANCES, id);
            if (!instances.contains(instance)) {
                instances.add(instance);
            }
        }
        return instances;
    }

    private static List<StateChange> changes(RegionDraft draft, List<Instance> before) {
        return before.stream()
                .map(each -> new StateChange(
                        each.id(),
                        each.state(),
                        draft.find(Table.INSTANCES, each.key()).state()))
                .toList();
    }

    /** An instance as it stands. */
    public Instance describe(String instanceId) {
        return control.settled().require(Table.INSTANCES, instanceId);
    }
}
