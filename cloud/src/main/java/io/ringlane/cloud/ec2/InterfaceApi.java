package io.ringlane.cloud.ec2;

import io.ringlane.cloud.eni.Attachment;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.ConnectionTracker;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.security.ConnectionTimeouts;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.path.EnaExpress;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Network interfaces. */
public final class InterfaceApi {

    private final Control control;
    private final Ec2Settings settings;

    InterfaceApi(Control control) {
        this.control = control;
        this.settings = control.settings();
    }

    /**
     * Makes an interface that is attached to nothing.
     *
     * @throws Ec2Exception {@code InvalidSubnetID.NotFound}, {@code InsufficientFreeAddressesInSubnet}, {@code
     *     InvalidIPAddress.InUse}, {@code InvalidGroup.NotFound}, {@code SecurityGroupsPerInterfaceLimitExceeded}, {@code
     *     NetworkInterfaceLimitExceeded} or {@code InvalidParameterValue}
     */
    public NetworkInterface create(InterfaceSpec spec) {
        Required.value(spec, "subnetId");
        return control.change(draft -> InterfaceMaker.create(draft, settings, spec));
    }

    /**
     * Attaches an interface to an instance that runs (hot) or is stopped (warm). It brings along its addresses, its MAC
     * address and its groups.
     *
     * @param deviceIndex 1 or more
     * @throws Ec2Exception as {@link #attach(String, String, int, int, EnaExpress)}
     */
    public Attachment attach(String interfaceId, String instanceId, int deviceIndex) {
        return attach(interfaceId, instanceId, deviceIndex, EnaExpress.OFF);
    }

    /** As {@link #attach(String, String, int)}, with ENA Express on for some of the interface's traffic. */
    public Attachment attach(String interfaceId, String instanceId, int deviceIndex, EnaExpress enaExpress) {
        return attach(interfaceId, instanceId, deviceIndex, 0, enaExpress);
    }

    /**
     * As {@link #attach(String, String, int, EnaExpress)}, on a certain network card of an instance that has several. The interface
     * has that card's line, which it shares with the instance's others there.
     *
     * @param deviceIndex 1 or more on network card 0, 0 or more on others
     * @param networkCardIndex 0 up to what the type has
     * @throws Ec2Exception {@code InvalidNetworkInterface.InUse}, {@code AttachmentLimitExceeded} of the instance or the card,
     *     {@code IncorrectInstanceState}, {@code InsufficientInstanceCapacity} if the host has no virtual function left, {@code
     *     InvalidParameterValue} if the index is taken on its card or the type has no such card, {@code MissingParameter}, or
     *     {@code InvalidParameterCombination} if zone or VPC differ
     */
    public Attachment attach(
            String interfaceId, String instanceId, int deviceIndex, int networkCardIndex, EnaExpress enaExpress) {
        Required.value(enaExpress, "enaSrdSpecification");
        return control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            Instance instance = draft.require(Table.INSTANCES, instanceId);
            checkAttachable(draft, each, instance);
            checkIndex(draft, instance, deviceIndex, networkCardIndex);
            InterfaceMaker.checkAddresses(each, instance.launch().type());
            Attachment attachment = new Attachment(
                    draft.newKey(), instance.key(), deviceIndex, networkCardIndex, false, draft.nowNs(), enaExpress);
            NetworkInterface attached =
                    draft.putInterface(each.change().attachment(attachment).build());
            Instance more = draft.putInstance(instance.attaching(each.key()));
            draft.touchAddressesOf(more);
            draft.touchAddressesOf(attached);
            control.lifecycle().hosts().attachInterface(instanceId); // last: nothing after it can fail
            return attachment;
        });
    }

    private static void checkAttachable(RegionDraft draft, NetworkInterface each, Instance instance) {
        checkOwn(each);
        if (each.attachment() != null) {
            throw inUse(each);
        }
        if (instance.state() != InstanceState.RUNNING && instance.state() != InstanceState.STOPPED) {
            throw new Ec2Exception(
                    "IncorrectInstanceState",
                    "The instance '" + instance.id() + "' is "
                            + instance.state().label()
                            + "; an interface is attached to one that is running or stopped.");
        }
        Subnet subnet = draft.find(Table.SUBNETS, each.subnetKey());
        if (!subnet.zone().equals(instance.launch().zone())) {
            throw Ec2Exception.invalidCombination(
                    "You may not attach a network interface to an instance if they are not in the same availability zone:"
                            + " '" + each.id() + "' is in " + subnet.zone() + ", '" + instance.id() + "' in "
                            + instance.launch().zone() + ".");
        }
        if (each.vpcKey() != instance.launch().vpcKey()) {
            throw Ec2Exception.invalidCombination("The network interface '" + each.id() + "' and the instance '"
                    + instance.id() + "' are not in the same VPC.");
        }
    }

    /** Devices are numbered on each network card for itself. */
    private static void checkIndex(RegionDraft draft, Instance instance, int deviceIndex, int networkCardIndex) {
        InstanceType type = instance.launch().type();
        NetworkCards.check(type, networkCardIndex);
        List<Attachment> present = Arrays.stream(instance.interfaceKeys())
                .mapToObj(key -> draft.find(Table.INTERFACES, key).attachment())
                .filter(each -> each.cardIndex() == networkCardIndex)
                .toList();
        NetworkCards.checkCount(type, instance.interfaceKeys().length + 1, networkCardIndex, present.size() + 1);
        if (deviceIndex < 0 || (deviceIndex == 0 && networkCardIndex == 0)) {
            throw Ec2Exception.invalidValue(
                    Integer.toString(deviceIndex),
                    "deviceIndex",
                    networkCardIndex == 0 ? "It is 1 or more; 0 is eth0, made with the instance." : "It is 0 or more.");
        }
        if (present.stream().anyMatch(each -> each.deviceIndex() == deviceIndex)) {
            throw new Ec2Exception(
                    "InvalidParameterValue",
                    "Instance '" + instance.id() + "' already has an interface attached at device index '"
                            + deviceIndex + "'"
                            + (type.networkCards() == 1 ? "." : " of network card '" + networkCardIndex + "'."));
        }
    }

    private static void checkOwn(NetworkInterface each) {
        if (each.type() != NetworkInterface.Type.INTERFACE) {
            throw new Ec2Exception(
                    "OperationNotPermitted",
                    "You are not allowed to manage '" + each.id() + "': it belongs to a NAT gateway.");
        }
    }

    private static Ec2Exception inUse(NetworkInterface each) {
        return new Ec2Exception(
                "InvalidNetworkInterface.InUse",
                "Interface: [" + each.id() + "] in use. It is attached to "
                        + each.attachment().instanceId() + " as "
                        + each.attachment().id() + ".");
    }

    /**
     * Detaches an interface, which keeps everything it has. eth0 is never detached.
     *
     * @throws Ec2Exception {@code InvalidAttachmentID.NotFound}, {@code OperationNotPermitted} for eth0, or {@code
     *     IncorrectInstanceState} unless the instance runs or is stopped
     */
    public NetworkInterface detach(String attachmentId) {
        return control.change(draft -> {
            NetworkInterface each = draft.requireAttached(attachmentId);
            Attachment attachment = each.attachment();
            if (attachment.isPrimary()) {
                throw new Ec2Exception(
                        "OperationNotPermitted",
                        "The network interface at device index 0 and networkCard index 0 cannot be detached.");
            }
            Instance instance = draft.find(Table.INSTANCES, attachment.instanceKey());
            if (instance.state() != InstanceState.RUNNING && instance.state() != InstanceState.STOPPED) {
                throw new Ec2Exception(
                        "IncorrectInstanceState",
                        "The instance '" + instance.id() + "' is "
                                + instance.state().label()
                                + "; an interface is detached from one that is running or stopped.");
            }
            draft.touchAddressesOf(instance);
            draft.putInstance(instance.detaching(each.key()));
            int position = instance.positionOf(each.key());
            draft.afterCommit(() -> control.lifecycle().hosts().detachInterface(instance.id(), position));
            return draft.putInterface(each.change().attachment(null).build());
        });
    }

    /**
     * Deletes an interface; its Elastic IPs are disassociated.
     *
     * @throws Ec2Exception {@code InvalidNetworkInterface.InUse} or {@code OperationNotPermitted}
     */
    public void delete(String interfaceId) {
        control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            checkOwn(each);
            if (each.attachment() != null) {
                throw inUse(each);
            }
            PublicAddresses.disassociateAll(draft, each);
            draft.removeInterface(draft.find(Table.INTERFACES, each.key()));
            return null;
        });
    }

    /** Replaces an interface's security groups, at least one. */
    public NetworkInterface modifyGroups(String interfaceId, String... groupIds) {
        List<String> ids = Required.some(groupIds, "groupId");
        return control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            checkOwn(each);
            long[] groups = InterfaceMaker.groups(draft, settings, each.vpcKey(), ids);
            return draft.putInterface(each.change().groups(groups).build());
        });
    }

    /** Switches the check that packets have one of the interface's addresses; off for routers and firewalls. */
    public NetworkInterface modifySourceDestCheck(String interfaceId, boolean on) {
        return modify(interfaceId, builder -> builder.sourceDestCheck(on));
    }

    /** Replaces the description. */
    public NetworkInterface modifyDescription(String interfaceId, String text) {
        Required.value(text, "description");
        return modify(interfaceId, builder -> builder.description(text));
    }

    /**
     * Sets how long idle connections of the interface are remembered; new connections obey.
     *
     * @throws Ec2Exception {@code InvalidParameterValue}
     */
    public NetworkInterface modifyConnectionTracking(
            String interfaceId, int tcpEstablishedSeconds, int udpStreamSeconds, int udpSeconds) {
        ConnectionTimeouts timeouts =
                ConnectionTracker.timeouts(settings).with(tcpEstablishedSeconds, udpStreamSeconds, udpSeconds);
        return modify(interfaceId, builder -> builder.timeouts(timeouts));
    }

    private NetworkInterface modify(String interfaceId, UnaryOperator<NetworkInterface.Builder> change) {
        return control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            checkOwn(each);
            return draft.putInterface(change.apply(each.change()).build());
        });
    }

    /** Says whether an attached interface goes with its instance. */
    public NetworkInterface modifyDeleteOnTermination(String attachmentId, boolean delete) {
        return control.change(draft -> {
            NetworkInterface each = draft.requireAttached(attachmentId);
            Attachment changed = each.attachment().withDeleteOnTermination(delete);
            return draft.putInterface(each.change().attachment(changed).build());
        });
    }

    /**
     * Says what of an attached interface's traffic may use ENA Express. What cannot, because its type or the other end does not
     * let it, takes the ordinary way without a word.
     *
     * @throws Ec2Exception {@code IncorrectState} if the interface is not attached, as the setting is its attachment's, or
     *     {@code MissingParameter}
     */
    public NetworkInterface modifyEnaExpress(String interfaceId, EnaExpress enaExpress) {
        Required.value(enaExpress, "enaSrdSpecification");
        return control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            checkOwn(each);
            if (each.attachment() == null) {
                throw new Ec2Exception(
                        "IncorrectState",
                        "The network interface '" + interfaceId
                                + "' is not attached, and ENA Express is a setting of the attachment; attach it with it.");
            }
            Attachment changed = each.attachment().withEnaExpress(enaExpress);
            return draft.putInterface(each.change().attachment(changed).build());
        });
    }

    /**
     * Gives an interface more private IPv4 addresses.
     *
     * @param addresses certain ones
     * @param more how many others, any free
     * @throws Ec2Exception {@code PrivateIpAddressLimitExceeded}, {@code InsufficientFreeAddressesInSubnet}, {@code
     *     InvalidIPAddress.InUse}, {@code MissingParameter} or {@code InvalidParameterValue}
     */
    public NetworkInterface assignPrivateAddresses(String interfaceId, List<String> addresses, int more) {
        Required.values(addresses, "privateIpAddress");
        return control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            checkOwn(each);
            Subnet subnet = draft.find(Table.SUBNETS, each.subnetKey());
            NetworkInterface made = each;
            for (String address : addresses) {
                made = InterfaceMaker.withIpv4(draft, subnet, made, address);
            }
            made = InterfaceMaker.withMoreIpv4(draft, subnet, made, more);
            checkForType(draft, made);
            return made;
        });
    }

    /** Gives an interface more IPv6 addresses; errors as {@link #assignPrivateAddresses}. */
    public NetworkInterface assignIpv6Addresses(String interfaceId, int count) {
        return control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            checkOwn(each);
            Subnet subnet = draft.find(Table.SUBNETS, each.subnetKey());
            NetworkInterface made = InterfaceMaker.withMoreIpv6(draft, subnet, each, count);
            checkForType(draft, made);
            return made;
        });
    }

    private static void checkForType(RegionDraft draft, NetworkInterface each) {
        if (each.attachment() != null) {
            Instance instance = draft.find(Table.INSTANCES, each.attachment().instanceKey());
            InterfaceMaker.checkAddresses(each, instance.launch().type());
        }
    }

    /**
     * Takes a secondary private IPv4 address away; an Elastic IP on it is disassociated, as by {@link
     * AddressApi#disassociate}.
     *
     * @throws Ec2Exception {@code InvalidParameterValue} if the interface has no such address, or it is the primary one, or
     *     {@code InsufficientAddressCapacity}
     */
    public NetworkInterface unassignPrivateAddress(String interfaceId, String address) {
        return control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            checkOwn(each);
            IpAddress parsed = IpAddress.parse(address);
            int index = parsed.isIpv4() ? each.indexOf(parsed.ipv4()) : -1;
            if (index <= 0) {
                throw Ec2Exception.invalidValue(
                        address,
                        "privateIpAddress",
                        index < 0
                                ? "Some of the specified addresses are not assigned to interface " + interfaceId + "."
                                : "The primary address of an interface cannot be unassigned.");
            }
            PublicAddresses.disassociateIfElastic(draft, each.publicIpv4(index));
            NetworkInterface freed = draft.find(Table.INTERFACES, each.key());
            NetworkInterface left =
                    draft.putInterface(freed.change().removeIpv4(parsed.ipv4()).build());
            if (each.publicIpv4(index) != 0) {
                PublicAddresses.lendAgain(draft, left);
            }
            return draft.find(Table.INTERFACES, each.key());
        });
    }

    /** Takes an IPv6 address away; {@code InvalidParameterValue} if the interface has no such address. */
    public NetworkInterface unassignIpv6Address(String interfaceId, String address) {
        return control.change(draft -> {
            NetworkInterface each = draft.require(Table.INTERFACES, interfaceId);
            checkOwn(each);
            IpAddress parsed = IpAddress.parse(address);
            if (parsed.isIpv4() || !each.owns(parsed)) {
                throw Ec2Exception.invalidValue(
                        address, "ipv6Address", "It is not assigned to interface " + interfaceId + ".");
            }
            return draft.putInterface(each.change().removeIpv6(parsed).build());
        });
    }

    /** An interface as it stands. */
    public NetworkInterface describe(String interfaceId) {
        return control.settled().require(Table.INTERFACES, interfaceId);
    }
}
