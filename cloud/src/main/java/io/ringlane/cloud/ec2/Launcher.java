package io.ringlane.cloud.ec2;

import io.ringlane.cloud.eni.Attachment;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.HostAllocator.Order;
import io.ringlane.cloud.instance.HostAllocator.Seat;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.Launch;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Launches instances: interfaces first, then hosts, as a host found is the one thing that a draft cannot take back. */
final class Launcher {

    private static final String NO_CAPACITY = "InsufficientInstanceCapacity";

    private final Control control;
    private final RegionDraft draft;
    private final LaunchSpec spec;
    private final InstanceType type;

    Launcher(Control control, RegionDraft draft, LaunchSpec spec, InstanceType type) {
        this.control = control;
        this.draft = draft;
        this.spec = spec;
        this.type = type;
    }

    List<Instance> launch() {
        if (spec.minCount() < 1 || spec.maxCount() < spec.minCount()) {
            throw Ec2Exception.invalidValue(
                    spec.minCount() + " to " + spec.maxCount(),
                    "minCount",
                    "MinCount is 1 or more, and MaxCount is no less.");
        }
        return spec.primary() == null ? launchWithInterfaces() : launchNew();
    }

    private List<Instance> launchNew() {
        Subnet subnet = draft.require(Table.SUBNETS, spec.primary().subnetId());
        boolean certain = spec.primary().privateAddress() != null
                || !spec.primary().secondaryAddresses().isEmpty();
        if (certain && spec.maxCount() > 1) {
            throw Ec2Exception.invalidCombination("A certain private address can only be given to one instance.");
        }
        boolean autoPublic = spec.publicAddress() == null ? subnet.mapPublicIpOnLaunch() : spec.publicAddress();
        Launch launch = launch(subnet, autoPublic);
        List<Instance> made = new ArrayList<>();
        int count = possible(subnet);
        for (int i = 0; i < count; i++) {
            made.add(makeOne(launch));
        }
        return seat(made);
    }

    private Instance makeOne(Launch launch) {
        long key = draft.newKey();
        NetworkInterface primary = InterfaceMaker.create(draft, control.settings(), spec.primary());
        InterfaceMaker.checkAddresses(primary, type);
        attach(primary, key, 0, 0, true);
        Instance made = new Instance(
                key,
                launch,
                control.lifecycle().born(draft.nowNs(), spec.protectedFromTermination()),
                Instance.NO_HOST,
                0,
                new long[] {primary.key()});
        PublicAddresses.lend(draft, made);
        return made;
    }

    private void attach(
            NetworkInterface each, long instanceKey, int deviceIndex, int card, boolean deleteOnTermination) {
        Attachment attachment = new Attachment(
                draft.newKey(), instanceKey, deviceIndex, card, deleteOnTermination, draft.nowNs(), spec.enaExpress());
        draft.putInterface(each.change().attachment(attachment).build());
    }

    /** How many the subnet has addresses for and the quota has interfaces for; never below what must be. */
    private int possible(Subnet subnet) {
        int each =
                1 + spec.primary().secondaryAddresses().size() + spec.primary().secondaryCount();
        int byAddresses = subnet.availableAddresses() / Math.max(1, each);
        int byQuota = control.settings().count(Setting.NETWORK_INTERFACES) - draft.count(Table.INTERFACES);
        return Math.max(spec.minCount(), Math.min(spec.maxCount(), Math.min(byAddresses, byQuota)));
    }

    private List<Instance> launchWithInterfaces() {
        if (spec.maxCount() > 1) {
            throw Ec2Exception.invalidCombination("Interfaces that exist can only be given to one instance.");
        }
        if (spec.publicAddress() != null) {
            throw Ec2Exception.invalidCombination(
                    "The associatePublicIPAddress parameter can only be given with a new network interface.");
        }
        if (spec.interfaceIds().isEmpty()) {
            throw new Ec2Exception("MissingParameter", "A launch needs a subnet, or interfaces that exist.");
        }
        int count = spec.interfaceIds().size();
        checkCards(count);
        long key = draft.newKey();
        long[] interfaceKeys = new long[count];
        Subnet home = null;
        for (int i = 0; i < count; i++) {
            NetworkInterface each =
                    draft.require(Table.INTERFACES, spec.interfaceIds().get(i));
            Subnet subnet = draft.find(Table.SUBNETS, each.subnetKey());
            home = home == null ? subnet : home;
            checkFits(each, subnet, home);
            attach(each, key, i, spec.networkCards().get(i), false);
            interfaceKeys[i] = each.key();
        }
        return seat(List.of(new Instance(
                key,
                launch(home, false),
                control.lifecycle().born(draft.nowNs(), spec.protectedFromTermination()),
                Instance.NO_HOST,
                0,
                interfaceKeys)));
    }

    private void checkCards(int count) {
        if (spec.networkCards().size() != count) {
            throw Ec2Exception.invalidCombination("Each of the " + count + " network interfaces has a network card: "
                    + spec.networkCards().size() + " are given.");
        }
        NetworkCards.checkPrimary(spec.networkCards().get(0));
        for (int card : spec.networkCards()) {
            NetworkCards.check(type, card);
            NetworkCards.checkCount(type, count, card, Collections.frequency(spec.networkCards(), card));
        }
    }

    private void checkFits(NetworkInterface each, Subnet subnet, Subnet home) {
        if (!each.isAvailable()) {
            throw new Ec2Exception("InvalidNetworkInterface.InUse", "Interface: [" + each.id() + "] in use.");
        }
        if (!subnet.zone().equals(home.zone()) || subnet.vpcKey() != home.vpcKey()) {
            throw Ec2Exception.invalidCombination("The interfaces of an instance are in one zone and one VPC: '"
                    + each.id() + "' is in " + subnet.zone() + " and " + subnet.vpcId() + ", not in " + home.zone()
                    + " and " + home.vpcId() + ".");
        }
        InterfaceMaker.checkAddresses(each, type);
    }

    private Launch launch(Subnet subnet, boolean autoPublic) {
        return new Launch(
                type,
                spec.image(),
                spec.ebsRoot(),
                subnet.vpcKey(),
                subnet.zone(),
                spec.placementGroup(),
                autoPublic,
                spec.terminatesOnShutdown(),
                draft.nowNs());
    }

    /** Finds hosts for all, or for as many as there is room for, down to the fewest that were asked for. */
    private List<Instance> seat(List<Instance> made) {
        List<Instance> rest = new ArrayList<>(made);
        while (true) {
            try {
                List<Seat> seats = control.lifecycle().hosts().launch(orders(rest));
                List<Instance> seated = new ArrayList<>();
                for (int i = 0; i < rest.size(); i++) {
                    Seat seat = seats.get(i);
                    seated.add(draft.putInstance(rest.get(i).on(seat.hostId(), seat.partition())));
                    draft.touchAddressesOf(rest.get(i));
                }
                return seated;
            } catch (Ec2Exception e) {
                if (!e.code().equals(NO_CAPACITY) || rest.size() <= spec.minCount()) {
                    throw e;
                }
                Instance last = rest.remove(rest.size() - 1);
                NetworkInterface primary = draft.find(Table.INTERFACES, last.interfaceKeys()[0]);
                draft.removeInterface(PublicAddresses.takeBack(draft, primary));
            }
        }
    }

    private List<Order> orders(List<Instance> instances) {
        List<Order> orders = new ArrayList<>(instances.size());
        for (Instance each : instances) {
            orders.add(new Order(
                    each.id(),
                    type,
                    spec.image(),
                    spec.placementGroup(),
                    spec.partition(),
                    each.launch().zone(),
                    each.interfaceKeys().length));
        }
        return orders;
    }
}
