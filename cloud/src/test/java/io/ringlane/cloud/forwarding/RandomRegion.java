package io.ringlane.cloud.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision.Outcome;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two peered VPCs with random rules, routes, moves and flows, each decided beside {@link SlowForwarding}. */
public final class RandomRegion {

    private static final List<String> BLOCKS = List.of(
            "0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "10.1.0.0/16", "10.0.1.10/32", "198.18.0.0/15");
    private static final List<Selector> SELECTORS =
            List.of(Selector.ALL, Selector.tcp(80), Selector.udp(53), Selector.of("tcp", 0, 65535));

    private final Random random;
    public final TestRegion region;
    private final String vpc;
    private final String peer;
    private final List<String> subnets;
    public final List<Instance> instances = new ArrayList<>();
    public final List<String> interfaces = new ArrayList<>();
    public final List<String> groups = new ArrayList<>();
    private final List<String> acls = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    public final List<ElasticIp> elastics = new ArrayList<>();
    public final List<String> addresses = new ArrayList<>(List.of("8.8.8.8", "10.0.1.99", "10.1.9.9", "10.2.0.1"));

    RandomRegion(long seed) {
        this(seed, new TestRegion());
    }

    /** In a region without VPCs. */
    public RandomRegion(long seed, TestRegion region) {
        this.random = new Random(seed);
        this.region = region;
        this.vpc = region.vpc("10.0.0.0/16");
        this.peer = region.vpc("10.1.0.0/16");
        this.subnets = List.of(
                region.subnet(vpc, "10.0.1.0/24"),
                region.subnet(vpc, "10.0.2.0/24"),
                region.subnet(peer, "10.1.1.0/24"));
        String gateway = region.gateway(vpc).id();
        targets.add(gateway);
        String peering = region.ec2.peerings().create(vpc, peer).id();
        region.ec2.peerings().accept(peering);
        targets.add(peering);
        region.ec2.routeTables().createRoute(region.mainTable(peer), "10.0.0.0/16", peering);
        for (int i = 0; i < 3; i++) {
            for (String prefix : List.of("10.0.1.1", "10.0.2.1")) {
                launch(prefix.startsWith("10.0.1") ? 0 : 1, prefix + i);
            }
            launch(2, "10.1.1.1" + i);
        }
        NetworkInterface loose =
                region.ec2.interfaces().create(InterfaceSpec.in(subnets.get(0)).withAddress("10.0.1.50"));
        interfaces.add(loose.id());
        addresses.add("10.0.1.50");
        groups.add(region.defaultGroup(vpc));
        groups.add(region.ec2.securityGroups().create(vpc, "x", "").id());
        groups.add(region.defaultGroup(peer));
        region.ec2.securityGroups().revoke(groups.get(1), Direction.EGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        acls.add(region.ec2.networkAcls().create(vpc).id());
        acls.add(region.ec2.networkAcls().create(peer).id());
        for (int i = 0; i < 3; i++) {
            elastics.add(region.ec2.addresses().allocate());
            addresses.add(elastics.get(i).publicIp().toString());
        }
        targets.add(interfaces.get(0));
        targets.add(loose.id());
    }

    private void launch(int subnet, String address) {
        Instance made = region.instance(subnets.get(subnet), address);
        instances.add(made);
        interfaces.add(region.eth0(made).id());
        addresses.add(address);
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** One random change; some are refused, which is as well. */
    public void change() {
        try {
            changeOrBeRefused();
        } catch (Ec2Exception e) {
            assertThat(e.code()).isNotEmpty();
        }
    }

    private void changeOrBeRefused() {
        Direction direction = random.nextBoolean() ? Direction.INGRESS : Direction.EGRESS;
        boolean allow = random.nextInt(3) > 0;
        SecurityRule rule = random.nextInt(3) == 0
                ? SecurityRule.ofGroup(any(SELECTORS), any(groups))
                : SecurityRule.of(any(SELECTORS), any(BLOCKS));
        AclEntry entry =
                new AclEntry(1 + random.nextInt(4), any(SELECTORS), allow, Cidr.parse(any(BLOCKS), "cidrBlock"));
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> region.ec2.securityGroups().authorize(any(groups), direction, rule);
            case 3 -> region.ec2.securityGroups().revoke(any(groups), direction, rule);
            case 4, 5 -> region.ec2.networkAcls().createEntry(any(acls), direction, entry);
            case 6 -> region.ec2.networkAcls().replaceAssociation(any(acls), any(subnets));
            case 7 -> region.ec2.routeTables().createRoute(region.mainTable(vpc), any(BLOCKS), any(targets));
            case 8 -> region.ec2.routeTables().createRoute(region.mainTable(vpc), "10.1.0.0/16", targets.get(1));
            case 9 -> region.ec2.routeTables().deleteRoute(region.mainTable(vpc), any(BLOCKS));
            case 10 -> region.ec2.interfaces().modifySourceDestCheck(any(interfaces), random.nextBoolean());
            case 11 -> region.ec2.interfaces().modifyGroups(any(interfaces), any(groups));
            case 12 -> region.ec2.addresses().associate(any(elastics).id(), any(interfaces));
            default -> {
                Instance instance = any(instances);
                if (region.ec2.instances().describe(instance.id()).isRunning()) {
                    region.ec2.instances().stop(instance.id());
                } else {
                    region.ec2.instances().start(instance.id());
                }
            }
        }
    }

    /** Decides a random flow both ways, and counts what kind of decision it was. */
    void decideBothWays(Map<String, Integer> seen) {
        NetworkInterface sender = region.ec2.interfaces().describe(any(interfaces));
        String source = random.nextInt(5) == 0
                ? any(addresses)
                : sender.primaryAddress().toString();
        Flow flow = random.nextBoolean()
                ? Flow.tcp(source, 999, any(addresses), 80 + random.nextInt(2))
                : Flow.udp(source, 999, any(addresses), 53);
        Decision decision = region.ec2.forwarding().explain(sender.key(), flow);
        String fast = switch (decision.outcome()) {
            case DELIVERED -> decision.target().id() + " " + decision.arriving();
            case TO_INTERNET -> "internet " + decision.arriving();
            default -> String.valueOf(decision.refusal());
        };
        assertThat(fast)
                .as("%s from %s%n%s%n%s", flow, sender, decision.steps(), region.ec2.describe())
                .isEqualTo(new SlowForwarding(region.ec2.state()).decide(sender, flow));
        String kind = decision.outcome() == Outcome.DROPPED
                ? decision.refusal().label()
                : decision.outcome() + " " + decision.path();
        seen.merge(kind, 1, Integer::sum);
    }
}
