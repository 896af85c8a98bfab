package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.RandomRegion;
import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.cloud.forwarding.SlowForwarding;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Packets sent while interfaces, Elastic IPs, groups, rules, routes and instances change, each beside {@link SlowForwarding}
 * asked at the moment it was sent: the right receiver gets it with the right headers and checksums, or it is dropped under
 * the right reason. Every packet comes to an end, and none comes twice.
 */
class LiveTrafficTest {

    private static final String MOVING = "10.0.1.77"; // an address that interfaces take from each other
    private static final Map<String, Integer> SEEN = new TreeMap<>();

    @Property(tries = 240, shrinking = ShrinkingMode.OFF)
    void shouldTreatEachPacketByTheRulesInForceWhenItWasSent(@ForAll long seed) {
        new World(seed).live(250);
    }

    @AfterContainer
    static void shouldHaveSeenEverything() {
        assertThat(SEEN.keySet())
                .as("what the packets met: %s", SEEN)
                .contains(
                        "delivered",
                        "internet",
                        "from the internet",
                        "TARGET_NOT_RUNNING",
                        "TARGET_DETACHED",
                        "SECURITY_GROUP_INGRESS",
                        "SECURITY_GROUP_EGRESS",
                        "NETWORK_ACL_EGRESS",
                        "NO_PUBLIC_ADDRESS",
                        "SPOOFED_ADDRESS",
                        "SENDER_NOT_RUNNING",
                        "SENDER_DETACHED",
                        "by MAC: delivered",
                        "by MAC: DESTINATION_CHECK",
                        "by MAC: SECURITY_GROUP_INGRESS",
                        "lost on the way");
    }

    private static final class World {

        private final Random random;
        private final VirtualClock clock = new VirtualClock();
        private final LiveRegion live = new LiveRegion(
                new Region("us-east-1", 2, 1, 8, 2, 1500),
                clock,
                LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(1, 256, 4096));
        private final RandomRegion world;
        private final Map<String, VirtualFunction> lastPorts = new HashMap<>(); // by interface
        private final Map<VirtualFunction, String> names = new LinkedHashMap<>();
        private final Map<Long, Pending> pending = new HashMap<>();
        private final List<Talk> talks = new ArrayList<>();
        private final Set<String> remembered = new HashSet<>();
        private long ids;
        private long expectedLate;
        private long forgotten; // packets that had ended when their port's counters began anew

        private static final class Pending {
            private final String expected;
            private final VirtualFunction receiver;
            private boolean isDisturbed;

            Pending(String expected, VirtualFunction receiver) {
                this.expected = expected;
                this.receiver = receiver;
            }
        }

        World(long seed) {
            random = new Random(seed);
            world = new RandomRegion(seed, new TestRegion(live.ec2(), clock));
            names.put(live.internet(), "internet");
            if (random.nextBoolean()) {
                SecurityRule all = SecurityRule.of(Selector.ALL, "0.0.0.0/0");
                live.ec2().securityGroups().authorize(world.groups.get(0), Direction.INGRESS, all);
                live.ec2().addresses().associate(world.elastics.get(0).id(), world.interfaces.get(0));
                live.ec2().addresses().associate(world.elastics.get(1).id(), world.interfaces.get(3));
            }
            look();
            inventTalks();
        }

        private <T> T any(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }

        void live(int steps) {
            try (live) {
                for (int i = 0; i < steps; i++) {
                    switch (random.nextInt(10)) {
                        case 0 -> change(world::change);
                        case 1 -> changeWhoIsWhere();
                        case 2, 3 -> pass(random.nextInt(60_000));
                        default -> send();
                    }
                    drain();
                }
                pass(10_000_000);
                drain();
                checkTheEnd();
            }
        }

        private void change(Runnable change) {
            long endedBefore = ended();
            change.run();
            forgotten += endedBefore - ended();
            look();
            for (Pending each : pending.values()) {
                each.isDisturbed |= !each.receiver.isUp();
            }
            for (Instance each : world.instances) {
                if (!live.ec2().instances().describe(each.id()).isRunning()) {
                    remembered.removeIf(connection -> connection.startsWith(each.id() + " "));
                }
            }
        }

        private void changeWhoIsWhere() {
            switch (random.nextInt(4)) {
                case 0 -> change(this::moveAddress);
                case 1 -> restart(any(world.instances).id());
                default -> change(this::moveLoose);
            }
        }

        private List<String> ofFirstSubnet() {
            return world.interfaces.stream()
                    .filter(each -> live.ec2()
                            .interfaces()
                            .describe(each)
                            .primaryAddress()
                            .toString()
                            .startsWith("10.0.1."))
                    .toList();
        }

        /** From whoever has it to some interface. */
        private void moveAddress() {
            String to = any(ofFirstSubnet());
            try {
                NetworkInterface now = ownerOf(IpAddress.parse(MOVING));
                if (now != null) {
                    live.ec2().interfaces().unassignPrivateAddress(now.id(), MOVING);
                }
                live.ec2().interfaces().assignPrivateAddresses(to, List.of(MOVING), 0);
            } catch (Ec2Exception e) {
                assertThat(e.code()).isNotEmpty();
            }
        }

        /** It forgets its connections, and goes on where it was. */
        private void restart(String instanceId) {
            if (live.ec2().instances().describe(instanceId).isRunning()) {
                change(() -> live.ec2().instances().stop(instanceId));
                change(() -> live.ec2().instances().start(instanceId));
            }
        }

        /** Attaches the loose interface to some instance, or detaches it. */
        private void moveLoose() {
            String loose = world.interfaces.get(world.interfaces.size() - 1);
            NetworkInterface now = live.ec2().interfaces().describe(loose);
            try {
                if (now.attachment() != null) {
                    live.ec2().interfaces().detach(now.attachment().id());
                } else {
                    live.ec2().interfaces().attach(loose, any(world.instances).id(), 1);
                }
            } catch (Ec2Exception e) { // of another subnet's zone, or stopped at the wrong time
                assertThat(e.code()).isNotEmpty();
            }
        }

        /** Notes which ports there are. */
        private void look() {
            for (String id : world.interfaces) {
                try {
                    VirtualFunction port = live.port(id);
                    lastPorts.put(id, port);
                    names.put(port, id);
                } catch (Ec2Exception e) {
                    assertThat(e.code()).isEqualTo("IncorrectState");
                }
            }
        }

        /** A flow and who sends it; null for the internet. */
        private record Talk(String from, Flow flow) {}

        /** Few, so that each is met before and after many a change; every other one answers the one before. */
        private void inventTalks() {
            String asker = any(ofFirstSubnet());
            IpAddress asking = live.ec2().interfaces().describe(asker).primaryAddress();
            for (int port = 990; port < 994; port++) {
                Flow flow = Flow.tcp(asking.toString(), port, MOVING, 80);
                talks.add(new Talk(asker, flow));
                talks.add(new Talk(any(ofFirstSubnet()), flow.reversed()));
            }
            for (int i = 0; i < 8; i++) {
                boolean outside = random.nextInt(5) == 0;
                String from = any(world.interfaces);
                String own =
                        live.ec2().interfaces().describe(from).primaryAddress().toString();
                String source = outside ? "8.8.8.8" : random.nextInt(8) == 0 ? any(world.addresses) : own;
                String destination = outside ? any(world.elastics).publicIp().toString() : any(world.addresses);
                Flow flow = random.nextBoolean()
                        ? Flow.tcp(source, 999, destination, 80 + random.nextInt(2))
                        : Flow.udp(source, 999, destination, 53);
                Flow sibling = flow.withPorts(998, flow.destinationPort()); // which rules treat alike
                NetworkInterface answerer = ownerOf(flow.destination());
                for (Flow each : List.of(flow, sibling)) {
                    talks.add(new Talk(outside ? null : from, each));
                    if (answerer != null) {
                        talks.add(new Talk(answerer.id(), each.reversed()));
                    }
                }
                if (answerer != null) { // no answer, though rules treat it alike
                    talks.add(new Talk(answerer.id(), flow.reversed().withPorts(7, flow.sourcePort())));
                }
            }
        }

        private NetworkInterface ownerOf(IpAddress address) {
            return live.ec2().state().all(Table.INTERFACES).stream()
                    .filter(each -> each.owns(address))
                    .findFirst()
                    .orElse(null);
        }

        private void send() {
            Talk talk = any(talks);
            boolean outside = talk.from() == null;
            VirtualFunction port = outside ? live.internet() : lastPorts.get(talk.from());
            if (port == null) {
                return; // never attached yet
            }
            SlowForwarding model = new SlowForwarding(live.ec2().state(), remembered);
            if (outside) {
                send(port, LiveRegion.ROUTER_MAC, talk.flow(), model.fromInternet(talk.flow()), model, true);
                return;
            }
            NetworkInterface sender = live.ec2().interfaces().describe(talk.from());
            NetworkInterface hop = random.nextInt(4) == 0 ? neighbour(sender, talk.flow()) : null;
            long mac = hop != null
                    ? hop.mac()
                    : live.ec2()
                            .mapping()
                            .macOf(sender.key(), talk.flow().destination())
                            .orElse(LiveRegion.ROUTER_MAC);
            String expected = expected(model, sender, port, talk.flow(), hop);
            if (hop != null) {
                SEEN.merge(
                        "by MAC: " + expected.replaceAll(" .*", "").replaceAll("eni-.*", "delivered"), 1, Integer::sum);
            }
            send(port, mac, talk.flow(), expected, model, false);
        }

        /** One of the sender's subnet that has not the destination; null if the one that was picked is none. */
        private NetworkInterface neighbour(NetworkInterface sender, Flow flow) {
            NetworkInterface hop = live.ec2().interfaces().describe(any(world.interfaces));
            boolean isOther = hop.key() != sender.key() && !hop.owns(flow.destination());
            return isOther && hop.subnetKey() == sender.subnetKey() ? hop : null;
        }

        private String expected(
                SlowForwarding model, NetworkInterface sender, VirtualFunction port, Flow flow, NetworkInterface hop) {
            String expected = model.decide(sender, flow, hop);
            return expected.equals("SENDER_NOT_RUNNING") || port.isUp() ? expected : "SENDER_DETACHED";
        }

        private void send(
                VirtualFunction port, long mac, Flow flow, String expected, SlowForwarding model, boolean outside) {
            long id = ++ids;
            long[] before = drops(port);
            long sent = port.counters().sentPackets();
            assertThat(Packet.send(port, mac, flow, id)).isTrue();
            live.turn();
            assertThat(port.counters().sentPackets()).isEqualTo(sent + 1);
            String what = String.format(
                    "packet %d, %s from %s at %d ns, expected %s%n%s",
                    id,
                    flow,
                    names.get(port),
                    clock.nanoTime(),
                    expected,
                    live.ec2().describe());
            boolean passes = expected.startsWith("eni-") || expected.startsWith("internet ");
            if (!passes) {
                DropReason reason = DropReasons.of(Refusal.valueOf(expected));
                before[reason.ordinal()]++;
                SEEN.merge(expected, 1, Integer::sum);
            } else {
                remembered.addAll(model.opened());
                String receiver = expected.substring(0, expected.indexOf(' '));
                pending.put(
                        id, new Pending(expected, receiver.equals("internet") ? live.internet() : live.port(receiver)));
                SEEN.merge(
                        outside ? "from the internet" : receiver.equals("internet") ? receiver : "delivered",
                        1,
                        Integer::sum);
            }
            assertThat(drops(port)).as(what).isEqualTo(before);
        }

        private static long[] drops(VirtualFunction port) {
            long[] drops = new long[DropReason.count()];
            for (DropReason reason : DropReason.values()) {
                drops[reason.ordinal()] = port.counters().droppedPackets(reason);
            }
            return drops;
        }

        private void pass(long ns) {
            long untilNs = clock.nanoTime() + ns;
            while (live.nextNs() <= untilNs) {
                clock.advanceTo(Math.max(clock.nanoTime(), live.nextNs()));
                live.turn();
            }
            clock.advanceTo(untilNs);
            live.turn();
        }

        private void drain() {
            for (Map.Entry<VirtualFunction, String> each : names.entrySet()) {
                for (Packet packet : Packet.receive(each.getKey())) {
                    Pending expected = pending.remove(packet.id());
                    assertThat(expected)
                            .as("packet %s was sent, and not received before", packet)
                            .isNotNull();
                    assertThat(each.getValue() + " " + packet.flow()).isEqualTo(expected.expected);
                    assertThat(packet.isValid()).as("checksums of %s", packet).isTrue();
                    assertThat(packet.destinationMac()).isEqualTo(each.getKey().mac());
                }
            }
        }

        private void checkTheEnd() {
            for (Iterator<Pending> each = pending.values().iterator(); each.hasNext(); ) {
                Pending lost = each.next();
                assertThat(lost.isDisturbed).as("lost: %s", lost.expected).isTrue();
                SEEN.merge("lost on the way", 1, Integer::sum);
                expectedLate++;
            }
            checkConservation();
        }

        private long ended() {
            return live.plane().ports().stream()
                    .mapToLong(port ->
                            port.counters().deliveredPackets() + port.counters().droppedPackets())
                    .sum();
        }

        private void checkConservation() {
            long sent = 0;
            long delivered = 0;
            long dropped = 0;
            for (VirtualFunction port : live.plane().ports()) {
                assertThat(port.counters().inFlightPackets()).isZero();
                sent += port.counters().sentPackets();
                delivered += port.counters().deliveredPackets();
                dropped += port.counters().droppedPackets();
            }
            assertThat(sent).isEqualTo(delivered + dropped).isEqualTo(ids - forgotten);
            assertThat(live.plane().pipeline(0).freeFrames())
                    .isEqualTo(live.plane().pipeline(0).homeFrames());
            assertThat(live.ec2().state().all(Table.INTERFACES)).isNotEmpty();
            assertThat(expectedLate).isLessThanOrEqualTo(dropped + forgotten);
        }
    }
}
