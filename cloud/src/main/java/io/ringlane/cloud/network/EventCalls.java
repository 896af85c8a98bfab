package io.ringlane.cloud.network;

import static io.ringlane.cloud.resource.ResourceKind.ELASTIC_IP;
import static io.ringlane.cloud.resource.ResourceKind.INSTANCE;
import static io.ringlane.cloud.resource.ResourceKind.INTERFACE;
import static io.ringlane.cloud.resource.ResourceKind.NAT_GATEWAY;
import static io.ringlane.cloud.resource.ResourceKind.NETWORK_ACL;
import static io.ringlane.cloud.resource.ResourceKind.PEERING;
import static io.ringlane.cloud.resource.ResourceKind.ROUTE_TABLE;
import static io.ringlane.cloud.resource.ResourceKind.SECURITY_GROUP;
import static io.ringlane.cloud.resource.ResourceKind.SUBNET;
import static io.ringlane.cloud.resource.ResourceKind.VPC;
import static io.ringlane.cloud.resource.ResourceKind.VPN_GATEWAY;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.eni.Attachment;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.network.NetworkSpec.ElasticIpSpec;
import io.ringlane.cloud.network.NetworkSpec.EntrySpec;
import io.ringlane.cloud.network.NetworkSpec.PeeringSpec;
import io.ringlane.cloud.network.NetworkSpec.RuleSpec;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.state.Table;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.path.EnaExpress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * EC2's calls for things with names. Each makes one call, unless it says otherwise, and throws what that throws; of several
 * calls the first that is refused ends it, and those before it have happened.
 */
public final class EventCalls {

    private static final boolean EBS_ROOT = true; // else it could not be stopped

    private final Ec2Region ec2;
    private final NetworkNames names;
    private final Map<String, InstanceOrder> instances = new HashMap<>();
    private final Map<String, ElasticIpSpec> addresses = new HashMap<>();
    private final Map<String, PeeringSpec> peerings = new HashMap<>();
    private final Map<String, Integer> networkCards = new HashMap<>(); // by interface

    EventCalls(Ec2Region ec2, NetworkNames names, NetworkSpec spec, List<InstanceOrder> instances) {
        this.ec2 = ec2;
        this.names = names;
        spec.elasticIps().forEach(each -> addresses.put(each.name(), each));
        spec.peerings().forEach(each -> peerings.put(each.name(), each));
        spec.interfaces().forEach(each -> networkCards.putIfAbsent(each.name(), each.networkCard()));
        instances.forEach(each -> this.instances.put(each.name(), each));
    }

    /** Launches instances, one call each; what has been launched stays as it is. */
    public void launch(List<String> which) {
        for (String name : which) {
            if (names.find(INSTANCE, name) != null) {
                continue;
            }
            InstanceOrder spec = instances.get(name);
            String subnet = names.id(SUBNET, spec.eth0().subnet());
            InterfaceSpec eth0 = InterfaceSpec.in(subnet)
                    .withAddress(spec.eth0().address())
                    .withIpv6(ipv6Count(subnet))
                    .withGroups(groupIds(spec.eth0().groups()));
            Instance made = run(
                    name,
                    LaunchSpec.of(spec.type(), subnet)
                            .from(spec.image() == null ? Image.MODERN : spec.image(), EBS_ROOT)
                            .with(eth0)
                            .inGroup(spec.group(), spec.partition())
                            .withEnaExpress(spec.enaExpress()));
            names.put(INSTANCE, name, made.id());
            names.describe(INTERFACE.id(made.interfaceKeys()[0]), "eth0 of " + name);
            if (!spec.eth0().sourceDestCheck()) {
                ec2.interfaces().modifySourceDestCheck(eth0(name), false);
            }
        }
    }

    /** One that is refused has had an id already, which the refusal may name. */
    private Instance run(String name, LaunchSpec spec) {
        try {
            return ec2.instances().run(spec).get(0);
        } catch (Ec2Exception e) {
            names.describeUnknown(INSTANCE, e.getMessage(), name);
            throw e;
        }
    }

    /** Starts stopped instances together: all of them find hosts, or none. */
    public void start(List<String> which) {
        ec2.instances().start(instanceIds(which));
    }

    /** Stops instances. */
    public void stop(List<String> which) {
        ec2.instances().stop(instanceIds(which));
    }

    /** Reboots instances. */
    public void reboot(List<String> which) {
        ec2.instances().reboot(instanceIds(which));
    }

    /** Terminates instances. */
    public void terminate(List<String> which) {
        ec2.instances().terminate(instanceIds(which));
    }

    /**
     * Moves a stopped instance into a placement group, or out of the one it is in.
     *
     * @param group the group's name, or null for none
     * @param partition the partition asked for, from 1; 0 for any
     */
    public void modifyPlacement(String instance, String group, int partition) {
        ec2.instances().modifyPlacement(instanceId(instance), group, partition);
    }

    private String[] instanceIds(List<String> which) {
        return which.stream().map(this::instanceId).toArray(String[]::new);
    }

    /** An instance whose launch was refused has no id, and EC2 would not know it. */
    private String instanceId(String name) {
        String id = names.find(INSTANCE, name);
        if (id == null) {
            throw new Ec2Exception(
                    "InvalidInstanceID.NotFound", "The instance '" + name + "' does not exist: it was never launched.");
        }
        return id;
    }

    /** Attaches an interface to an instance, as the next device of its network card. */
    public void attach(String eni, String instance) {
        Instance target = ec2.instances().describe(instanceId(instance));
        int card = networkCards.get(eni);
        int device = card == 0 ? 1 : 0;
        for (long key : target.interfaceKeys()) {
            Attachment each = ec2.state().find(Table.INTERFACES, key).attachment();
            device = each.cardIndex() == card ? Math.max(device, each.deviceIndex() + 1) : device;
        }
        ec2.interfaces().attach(names.id(INTERFACE, eni), target.id(), device, card, EnaExpress.OFF);
    }

    /** Detaches an interface, or an instance's first one, which EC2 refuses. */
    public void detach(String interfaceOrInstance) {
        ec2.interfaces().detach(attachmentOf(interfaceId(interfaceOrInstance)).id());
    }

    private Attachment attachmentOf(String id) {
        Attachment attachment = ec2.interfaces().describe(id).attachment();
        if (attachment == null) {
            throw new Ec2Exception("IncorrectState", "The network interface '" + id + "' is not attached.");
        }
        return attachment;
    }

    /** Detaches an interface, then attaches it to another instance. */
    public void move(String eni, String instance) {
        detach(eni);
        attach(eni, instance);
    }

    /** Sets the security groups of an interface, or of an instance's first one. */
    public void modifyGroups(String interfaceOrInstance, List<String> groups) {
        ec2.interfaces().modifyGroups(interfaceId(interfaceOrInstance), groupIds(groups));
    }

    /** Switches the source/destination check of an interface, or of an instance's first one. */
    public void sourceDestCheck(String interfaceOrInstance, boolean isOn) {
        ec2.interfaces().modifySourceDestCheck(interfaceId(interfaceOrInstance), isOn);
    }

    /** Says whether an attached interface goes with its instance. */
    public void deleteOnTermination(String interfaceOrInstance, boolean isDeleted) {
        ec2.interfaces()
                .modifyDeleteOnTermination(
                        attachmentOf(interfaceId(interfaceOrInstance)).id(), isDeleted);
    }

    /** Allocates an Elastic IP, then associates it with what the scenario puts it on, if anything; what is allocated stays as it is. */
    public void allocate(String address) {
        if (names.find(ELASTIC_IP, address) != null && isAllocated(address)) {
            return;
        }
        names.put(ELASTIC_IP, address, ec2.addresses().allocate().id());
        String target = addresses.get(address).target();
        if (target != null) {
            associate(address, target);
        }
    }

    private boolean isAllocated(String address) {
        return ec2.state().find(Table.ELASTIC_IPS, ELASTIC_IP.key(names.find(ELASTIC_IP, address))) != null;
    }

    /** Gives an Elastic IP back. */
    public void release(String address) {
        ec2.addresses().release(addressId(address));
    }

    /** One that was never allocated has no id, and EC2 would not know it. */
    String addressId(String address) {
        String id = names.find(ELASTIC_IP, address);
        if (id == null) {
            throw new Ec2Exception(
                    "InvalidAllocationID.NotFound",
                    "The Elastic IP '" + address + "' does not exist: it was never allocated.");
        }
        return id;
    }

    /** Asks for a peering and accepts it; one that stands stays as it is. */
    public void createPeering(String peering) {
        String known = names.find(PEERING, peering);
        if (known != null && ec2.state().find(Table.PEERINGS, PEERING.key(known)) != null) {
            return;
        }
        PeeringSpec spec = peerings.get(peering);
        String id = ec2.peerings()
                .create(names.id(VPC, spec.requester()), names.id(VPC, spec.accepter()))
                .id();
        names.put(PEERING, peering, ec2.peerings().accept(id).id());
    }

    /** Deletes a peering; routes by it become black holes. */
    public void deletePeering(String peering) {
        ec2.peerings().delete(peeringId(peering));
    }

    private String peeringId(String peering) {
        String id = names.find(PEERING, peering);
        if (id == null) {
            throw new Ec2Exception(
                    "InvalidVpcPeeringConnectionID.NotFound",
                    "The peering '" + peering + "' does not exist: it was never made.");
        }
        return id;
    }

    /** Adds an entry to a network ACL. */
    public void createEntry(String acl, EntrySpec entry) {
        ec2.networkAcls().createEntry(names.id(NETWORK_ACL, acl), entry.direction(), entry(entry));
    }

    /** Replaces the entry of a network ACL that has the number. */
    public void replaceEntry(String acl, EntrySpec entry) {
        ec2.networkAcls().replaceEntry(names.id(NETWORK_ACL, acl), entry.direction(), entry(entry));
    }

    /** Takes an entry from a network ACL. */
    public void deleteEntry(String acl, Direction direction, int number) {
        ec2.networkAcls().deleteEntry(names.id(NETWORK_ACL, acl), direction, number);
    }

    private static AclEntry entry(EntrySpec entry) {
        return new AclEntry(entry.number(), entry.selector(), entry.isAllowed(), entry.cidr());
    }

    /** Associates an Elastic IP with an interface or an instance's first one, wherever it was before. */
    public void associate(String address, String interfaceOrInstance) {
        ec2.addresses().associate(addressId(address), interfaceId(interfaceOrInstance));
    }

    /** Takes an Elastic IP off whatever it is on, or was on: once more changes nothing. */
    public void disassociate(String address) {
        ElasticIp known = ec2.addresses().describe(addressId(address));
        long association = known.isAssociated() ? known.associationKey() : known.formerAssociationKey();
        if (association == 0) {
            throw new Ec2Exception(
                    "InvalidAssociationID.NotFound", "The address '" + known.id() + "' has never been associated.");
        }
        ec2.addresses().disassociate(ResourceKind.ASSOCIATION.id(association));
    }

    /** Adds a rule to a security group. */
    public void authorize(String group, Direction direction, RuleSpec rule) {
        ec2.securityGroups().authorize(names.id(SECURITY_GROUP, group), direction, rule(rule));
    }

    /** Takes a rule from a security group. */
    public void revoke(String group, Direction direction, RuleSpec rule) {
        ec2.securityGroups().revoke(names.id(SECURITY_GROUP, group), direction, rule(rule));
    }

    private SecurityRule rule(RuleSpec rule) {
        return rule.group() == null
                ? SecurityRule.of(rule.selector(), rule.cidr())
                : SecurityRule.ofGroup(rule.selector(), names.id(SECURITY_GROUP, rule.group()));
    }

    /** Adds a route. */
    public void createRoute(String table, String to, String via) {
        String id = names.id(ROUTE_TABLE, table);
        ec2.routeTables().createRoute(id, to, target(id, via));
    }

    /** Leads a route elsewhere. */
    public void replaceRoute(String table, String to, String via) {
        String id = names.id(ROUTE_TABLE, table);
        ec2.routeTables().replaceRoute(id, to, target(id, via));
    }

    /** Takes a route away. */
    public void deleteRoute(String table, String to) {
        ec2.routeTables().deleteRoute(names.id(ROUTE_TABLE, table), to);
    }

    private String target(String tableId, String via) {
        if (via.equals(NetworkSpec.INTERNET_GATEWAY)) {
            return internetGateway(
                    ResourceKind.VPC.id(ec2.routeTables().describe(tableId).vpcKey()));
        }
        String id = names.first(via, NAT_GATEWAY, PEERING, VPN_GATEWAY, INTERFACE);
        if (id != null) {
            return id;
        }
        if (peerings.containsKey(via)) {
            return peeringId(via);
        }
        Instance instance = ec2.instances().describe(instanceId(via));
        return instance.interfaceKeys().length > 1 ? eth0(via) : instance.id(); // EC2 wants to know which of several
    }

    /** The internet gateway of a VPC, made where there is none. */
    String internetGateway(String vpcId) {
        long key = ec2.vpcs().describe(vpcId).internetGatewayKey();
        if (key != 0) {
            return ResourceKind.INTERNET_GATEWAY.id(key);
        }
        String made = ec2.internetGateways().create().id();
        names.describe(made, "the internet gateway of " + names.nameOf(vpcId));
        ec2.internetGateways().attach(made, vpcId);
        return made;
    }

    /** How many IPv6 addresses a new interface gets: one where its subnet has a block of them. */
    int ipv6Count(String subnetId) {
        return ec2.vpcs().describeSubnet(subnetId).ipv6Cidr() == null ? 0 : 1;
    }

    String mainTable(String vpcId) {
        return ROUTE_TABLE.id(ec2.vpcs().describe(vpcId).mainRouteTableKey());
    }

    String[] groupIds(List<String> groups) {
        return groups.stream().map(group -> names.id(SECURITY_GROUP, group)).toArray(String[]::new);
    }

    /** The id of an instance's first interface, which it has until it is terminated. */
    String eth0(String instance) {
        Instance known = ec2.instances().describe(instanceId(instance));
        if (known.interfaceKeys().length == 0) {
            throw new Ec2Exception(
                    "IncorrectInstanceState",
                    "The instance '" + known.id() + "' is " + known.state().label()
                            + "; it has no network interface any more.");
        }
        return INTERFACE.id(known.interfaceKeys()[0]);
    }

    private String interfaceId(String interfaceOrInstance) {
        String eni = names.find(INTERFACE, interfaceOrInstance);
        return eni == null ? eth0(interfaceOrInstance) : eni;
    }
}
