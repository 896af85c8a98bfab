package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Routes come, go and lead elsewhere, and what they lead to changes meanwhile: each packet goes where a decision made from nothing but
 * the state of that moment says.
 */
class ComingAndGoingTrafficTest {

    private static final int STEPS = 1_500;
    private static final String[] BLOCKS = {"192.168.7.0/25", "192.168.7.0/24", "192.168.0.0/18", "192.128.0.0/9"};

    private final VirtualClock clock = new VirtualClock();
    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 1, 1, 1, 1, 1500),
            clock,
            LiveSettings.defaults()
                    .withQueues(1, 64, 128)
                    .withWorkers(1, 512, 4096)
                    .withEc2(Ec2Settings.builtIn()));
    private final TestRegion region = new TestRegion(live.ec2(), clock);
    private final String vpc = region.vpc("10.0.0.0/16");
    private final String subnet = region.subnet(vpc, "10.0.1.0/24");
    private final String table = region.mainTable(vpc);
    private final String open = group("open");
    private final String closed =
            live.ec2().securityGroups().create(vpc, "closed", "").id();
    private final String[] interfaces = new String[4]; // the first one sends
    private final VirtualFunction[] ports = new VirtualFunction[interfaces.length];
    private final Set<String> routes = new HashSet<>();

    private String group(String name) {
        String made = live.ec2().securityGroups().create(vpc, name, "").id();
        live.ec2().securityGroups().authorize(made, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        return made;
    }

    @AfterEach
    void close() {
        live.close();
    }

    private void change(Random random) {
        String one = interfaces[1 + random.nextInt(interfaces.length - 1)];
        switch (random.nextInt(8)) {
            case 0 -> live.ec2().interfaces().modifyGroups(one, random.nextInt(3) == 0 ? closed : open);
            case 1 -> live.ec2().interfaces().modifySourceDestCheck(one, random.nextInt(3) == 0);
            default -> changeRoute(random, one);
        }
    }

    private void changeRoute(Random random, String target) {
        String block = BLOCKS[random.nextInt(BLOCKS.length)];
        if (routes.add(block)) {
            live.ec2().routeTables().createRoute(table, block, target);
        } else if (random.nextBoolean()) {
            live.ec2().routeTables().replaceRoute(table, block, target);
        } else {
            live.ec2().routeTables().deleteRoute(table, block);
            routes.remove(block);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldLeadEachPacketWhereTheStateOfItsMomentSays(long seed) {
        for (int i = 0; i < interfaces.length; i++) {
            Instance made = region.instance(subnet, "10.0.1." + (10 + i));
            interfaces[i] = region.eth0(made).id();
            live.ec2().interfaces().modifyGroups(interfaces[i], open);
            live.ec2().interfaces().modifySourceDestCheck(interfaces[i], false);
            ports[i] = live.port(made.id(), 0);
        }
        Random random = new Random(seed);
        int delivered = 0;
        int refused = 0;
        for (int step = 0; step < STEPS; step++) {
            change(random);
            if (random.nextInt(3) == 0) {
                continue; // nobody notices
            }
            Flow flow = Flow.udp("10.0.1.10", 1 + random.nextInt(3), "192.168.7." + (1 + 128 * random.nextInt(2)), 53);
            Decision now = live.ec2()
                    .forwarding()
                    .decide(live.ec2().interfaces().describe(interfaces[0]).key(), flow);
            String expected =
                    now.outcome() == Decision.Outcome.DELIVERED ? now.target().id() : "nobody";
            assertThat(Packet.send(ports[0], LiveRegion.ROUTER_MAC, flow, 1)).isTrue();
            LiveTime.pass(live, clock, TimeUnit.MILLISECONDS.toNanos(10));
            live.turn();
            String receiver = "nobody";
            for (int i = 1; i < interfaces.length; i++) {
                receiver = Packet.receive(ports[i]).isEmpty() ? receiver : interfaces[i];
            }
            assertThat(receiver).as("seed %d, step %d: %s", seed, step, now).isEqualTo(expected);
            delivered += receiver.equals("nobody") ? 0 : 1;
            refused += receiver.equals("nobody") ? 1 : 0;
        }
        assertThat(delivered).isGreaterThan(STEPS / 4);
        assertThat(refused).isGreaterThan(STEPS / 20);
        assertThat(live.routesConfirmed()).isPositive();
    }
}
