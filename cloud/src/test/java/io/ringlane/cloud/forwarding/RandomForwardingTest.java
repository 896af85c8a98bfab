package io.ringlane.cloud.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision.Outcome;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.state.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Decisions beside a slow model of the rules, and while the rules change. */
class RandomForwardingTest {

    @Property(tries = 60)
    void shouldDecideAsTheSlowModelDoes(@ForAll long seed) {
        RandomRegion world = new RandomRegion(seed);
        for (int i = 0; i < 40; i++) {
            world.change();
            for (int j = 0; j < 5; j++) {
                world.decideBothWays(new TreeMap<>());
            }
        }
    }

    @Test
    void shouldSeeEveryKindOfDecisionInTheRandomOnes() {
        Map<String, Integer> seen = new TreeMap<>();
        for (long seed = 1; seed <= 40; seed++) {
            RandomRegion world = new RandomRegion(seed);
            for (int i = 0; i < 60; i++) {
                world.change();
                world.decideBothWays(seen);
                world.decideBothWays(seen);
            }
        }
        assertThat(seen.keySet())
                .contains(
                        "DELIVERED SUBNET",
                        "DELIVERED VPC",
                        "DELIVERED PEERING",
                        "DELIVERED APPLIANCE",
                        "TO_INTERNET INTERNET_GATEWAY",
                        "spoofed_address",
                        "destination_check",
                        "security_group_egress",
                        "security_group_ingress",
                        "network_acl_egress",
                        "network_acl_ingress",
                        "no_route",
                        "no_such_address",
                        "no_public_address",
                        "sender_not_running",
                        "sender_detached",
                        "target_not_running");
    }

    /** A reader sees the address on one interface or the other, never on none and never on a mixture. */
    @Test
    void shouldMoveAnElasticIpInOneStepForAllWhoDecide() throws InterruptedException {
        RandomRegion world = new RandomRegion(1);
        TestRegion region = world.region;
        String first = world.interfaces.get(0);
        String second = world.interfaces.get(1);
        ElasticIp address = world.elastics.get(0);
        region.ec2
                .securityGroups()
                .authorize(world.groups.get(0), Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        region.ec2.addresses().associate(address.id(), first);
        Flow flow = Flow.tcp("8.8.8.8", 1, address.publicIp().toString(), 80);
        List<String> wrong = new ArrayList<>();
        Thread reader = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Decision decision = region.ec2.forwarding().fromInternet(flow);
                NetworkInterface target = decision.target();
                if (decision.outcome() != Outcome.DELIVERED
                        || !target.owns(decision.arriving().destination())) {
                    wrong.add(decision.toString());
                }
            }
        });
        reader.start();
        for (int i = 0; i < 5_000; i++) {
            region.ec2.addresses().associate(address.id(), i % 2 == 0 ? second : first);
            NetworkInterface now = region.ec2.forwarding().fromInternet(flow).target();
            assertThat(now.id()).as("in force once the call has returned").isEqualTo(i % 2 == 0 ? second : first);
        }
        reader.interrupt();
        reader.join();
        assertThat(wrong).isEmpty();
        assertThat(region.ec2.state().find(Table.ELASTIC_IPS, address.key()).isAssociated())
                .isTrue();
    }
}
