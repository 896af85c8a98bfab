package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A region that runs by itself: threads of its own on the real clock, one for each instance, and one that makes changes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveStartTest {

    private static final int INSTANCES = 4;
    private static final int PACKETS = 5_000;
    private static final int CHANGES = 300;

    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 2, 1, 8, 2, 1500),
            NanoClock.real(),
            LiveSettings.defaults()
                    .withEc2(Ec2Settings.builtIn().with(Setting.PENDING_MS, 1).with(Setting.STOPPING_MS, 1))
                    .withQueues(1, 32, 64)
                    .withWorkers(2, 256, 4096));
    private final String vpc = live.ec2().vpcs().create("10.0.0.0/16").id();
    private final String subnet =
            live.ec2().vpcs().createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String[] groups = {openGroup("one"), openGroup("two")};
    private final List<Instance> instances = new ArrayList<>();

    private String openGroup(String name) {
        String made = live.ec2().securityGroups().create(vpc, name, name).id();
        live.ec2().securityGroups().authorize(made, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        return made;
    }

    private void launch() {
        for (int i = 0; i < INSTANCES; i++) {
            InterfaceSpec eth0 =
                    InterfaceSpec.in(subnet).withAddress(address(i)).withGroups(groups[0]);
            instances.addAll(live.ec2()
                    .instances()
                    .run(LaunchSpec.of("c5n.large", subnet).with(eth0)));
        }
        instances.forEach(each -> await(each, InstanceState.RUNNING));
    }

    /** Without a call that would let states end: the region's own thread does. */
    private void await(Instance instance, InstanceState state) {
        while (live.ec2().state().find(Table.INSTANCES, instance.key()).state() != state) {
            Thread.onSpinWait();
        }
        live.ec2().settle(); // after the change of which the state is: by then the data plane has it too
    }

    private static String address(int instance) {
        return "10.0.1." + (10 + instance);
    }

    @Test
    void shouldCarryPacketsWhileRulesChange() throws InterruptedException {
        live.start();
        launch();
        List<VirtualFunction> ports = new ArrayList<>();
        instances.forEach(each -> ports.add(live.port(each.id(), 0)));
        AtomicBoolean isEnough = new AtomicBoolean();
        AtomicBoolean isOver = new AtomicBoolean();
        List<String> wrong = new ArrayList<>();
        AtomicIntegerArray sent = new AtomicIntegerArray(INSTANCES);
        long[] received = new long[INSTANCES];
        List<Thread> guests = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            int self = i;
            guests.add(new Thread(() -> runGuest(self, ports, isEnough, isOver, sent, received, wrong)));
        }
        guests.forEach(Thread::start);
        awaitEvery(ports, each -> each.counters().sentPackets() > 0); // so that there are routes to change
        for (int i = 0; i < CHANGES; i++) {
            String eth0 = live.ec2()
                    .state()
                    .find(Table.INTERFACES, instances.get(i % INSTANCES).interfaceKeys()[0])
                    .id();
            live.ec2().interfaces().modifyGroups(eth0, groups[i / INSTANCES % 2]);
        }
        awaitEvery(ports, each -> each.counters().sentPackets() >= PACKETS);
        isEnough.set(true);
        for (int i = 0; i < INSTANCES; i++) {
            int self = i;
            awaitEvery(
                    List.of(ports.get(i)),
                    each -> sent.get(self) != 0
                            && each.counters().sentPackets() == sent.get(self)
                            && each.counters().inFlightPackets() == 0);
        }
        isOver.set(true);
        for (Thread guest : guests) {
            guest.join();
        }
        live.close();

        assertThat(wrong).isEmpty();
        long delivered = 0;
        for (int i = 0; i < INSTANCES; i++) {
            PortCounters counters = ports.get(i).counters();
            assertThat(counters.sentPackets()).isEqualTo(sent.get(i)).isGreaterThanOrEqualTo(PACKETS);
            assertThat(counters.deliveredPackets() + counters.droppedPackets()).isEqualTo(sent.get(i));
            delivered += counters.deliveredPackets();
        }
        assertThat(received[0] + received[1] + received[2] + received[3])
                .as("packets received; dropped: %s", drops(ports))
                .isEqualTo(delivered)
                .isPositive();
        assertThat(live.routesConfirmed() + live.routesRetired())
                .as("routes that changes looked at")
                .isPositive();
    }

    private void awaitEvery(List<VirtualFunction> ports, Predicate<VirtualFunction> condition) {
        while (!ports.stream().allMatch(condition)) {
            live.plane().checkHealth();
            Thread.onSpinWait();
        }
    }

    private static String drops(List<VirtualFunction> ports) {
        StringBuilder text = new StringBuilder();
        for (VirtualFunction port : ports) {
            for (DropReason reason : DropReason.values()) {
                long packets = port.counters().droppedPackets(reason);
                text.append(packets == 0 ? "" : port + " " + packets + " " + reason.label() + ", ");
            }
        }
        return text.toString();
    }

    /**
     * Sends to the next instance and receives from the one before; notes how many of either, those sent as soon as there are
     * enough.
     */
    private static void runGuest(
            int self,
            List<VirtualFunction> ports,
            AtomicBoolean isEnough,
            AtomicBoolean isOver,
            AtomicIntegerArray sentPackets,
            long[] receivedPackets,
            List<String> wrong) {
        int next = (self + 1) % INSTANCES;
        int before = (self + INSTANCES - 1) % INSTANCES;
        Flow out = Flow.udp(address(self), 1000, address(next), 53);
        Flow in = Flow.udp(address(before), 1000, address(self), 53);
        long received = 0;
        int sent = 0;
        boolean last;
        do {
            last = isOver.get();
            if (isEnough.get()) {
                sentPackets.set(self, sent);
            } else if (Packet.send(ports.get(self), ports.get(next).mac(), out, sent)) {
                sent++;
            }
            for (Packet each : Packet.receive(ports.get(self))) {
                received++;
                if (!each.flow().equals(in) || !each.isValid()) {
                    synchronized (wrong) {
                        wrong.add(self + " got " + each);
                    }
                }
            }
        } while (!last);
        receivedPackets[self] = received;
    }

    @Test
    void shouldLetStatesEndByThemselves() {
        live.start();
        launch();
        String id = instances.get(0).id();
        live.ec2().instances().stop(id);
        await(instances.get(0), InstanceState.STOPPED);
        live.ec2().instances().start(id);
        await(instances.get(0), InstanceState.RUNNING);
        assertThat(live.port(id, 0).isUp()).isTrue();
        live.close();
    }
}
