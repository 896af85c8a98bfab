package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.CapSet;
import io.ringlane.benchmarks.datapath.Datapath;
import io.ringlane.benchmarks.datapath.Endpoints;
import io.ringlane.benchmarks.datapath.Ledger;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.PortSet;
import io.ringlane.benchmarks.datapath.Testbed;
import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.flowlog.FlowLogLine;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.LiveSettings;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.FlowLog;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.Region;
import java.util.List;
import java.util.Locale;

/**
 * The same load between instances of a live region: one sends to 16, under security groups that make every flow a tracked
 * connection at both ends, and in mode {@code forward+flowLog} with a flow log of the VPC. Caps are those of an instance type
 * made for it, at rates out of reach; with {@link CapSet#EC2}, those of a c5n.18xlarge.
 *
 * <p>One thread, until {@link #start}.
 */
public final class LiveDatapath implements Testbed {

    private static final String UNLIMITED_TYPE = "bench.unlimited";
    private static final long OUT_OF_REACH_GBIT = 100_000;
    private static final int VPC_MTU_BYTES = 9001;
    private static final int SEND_FRAMES = 64;
    private static final int POST_FRAMES = 256;
    private static final int WORKER_FRAMES = 2048;
    private static final int TURNS_A_LOOK = 1024; // at what is due once a second
    private static final int LOG_SECONDS = 60;
    private static final long JUMP_NS = (LOG_SECONDS + 2) * 1_000_000_000L;

    private final Load load;
    private final JumpingClock clock = new JumpingClock();
    private final LiveRegion live;
    private final VirtualFunction sender;
    private final VirtualFunction[] receivers = new VirtualFunction[Datapath.RECEIVERS];
    private final Endpoints endpoints;
    private boolean isStarted;
    private int turns;
    private long loggedFrames;

    /** The machine's clock, which can be set forward; read by all workers. */
    private static final class JumpingClock implements NanoClock {

        private volatile long aheadNs;

        @Override
        public long nanoTime() {
            return System.nanoTime() + aheadNs;
        }
    }

    /** Makes the region and sends one packet of every flow. */
    public LiveDatapath(final Load load) {
        if (!load.mode().isLive()) {
            throw new IllegalArgumentException(load.mode() + " needs no live region: see Testbeds.of");
        }
        if (!load.ports().equals(PortSet.STANDARD) || load.workers() != 1 || load.isRouted() || load.delayNs() != 0) {
            throw new IllegalArgumentException(
                    load.mode() + " has the standard ports, one worker, one subnet and paths without delay");
        }
        if (load.caps() != CapSet.ALL && load.caps() != CapSet.EC2) {
            throw new IllegalArgumentException(
                    load.mode() + " charges every cap of an instance: caps are all or ec2, not "
                            + load.caps().name().toLowerCase(Locale.ROOT));
        }
        this.load = load;
        final boolean limited = load.caps() == CapSet.EC2;
        live = new LiveRegion(
                new Region("us-east-1", 1, 1, 4, 16, VPC_MTU_BYTES),
                clock,
                settings(load.flows().count(), limited));
        final String vpc = live.ec2().vpcs().create("10.0.0.0/16").id();
        final String subnet =
                live.ec2().vpcs().createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
        final List<Instance> instances = live.ec2()
                .instances()
                .run(LaunchSpec.of(limited ? "c5n.18xlarge" : UNLIMITED_TYPE, subnet)
                        .with(InterfaceSpec.in(subnet).withGroups(statefulGroup(vpc)))
                        .count(1 + receivers.length, 1 + receivers.length));
        if (load.mode() == Mode.FORWARD_FLOW_LOG) {
            live.ec2().flowLogs().create(vpc, FlowLog.Traffic.ALL, LOG_SECONDS);
        }
        sender = live.port(instances.get(0).id(), 0);
        final int[] addresses = new int[receivers.length];
        for (int i = 0; i < receivers.length; i++) {
            receivers[i] = live.port(instances.get(1 + i).id(), 0);
            addresses[i] = address(instances.get(1 + i));
        }
        endpoints = new Endpoints(
                load,
                new LiveAddressing(address(instances.get(0)), addresses),
                new VirtualFunction[] {sender},
                receivers,
                LiveRegion.ROUTER_MAC,
                POST_FRAMES);
        if (load.flows().isLearned()) {
            for (int flow = 0; flow < load.flows().count(); flow++) {
                endpoints.learn(flow, this::turn);
            }
            Endpoints.same("flows in the table", load.flows().count(), flows());
        }
    }

    private static LiveSettings settings(final int flows, final boolean limited) {
        PathSettings paths = limited
                ? PathSettings.builtIn()
                : PathSettings.builtIn()
                        .with(
                                "benchmark",
                                "relation, group, card, flow-cap-gbit\nsame-host, any, ena, " + OUT_OF_REACH_GBIT
                                        + "\nsame-rack, any, ena, " + OUT_OF_REACH_GBIT);
        for (final String relation : PathSettings.names()) {
            paths = paths.with(relation, 0, 0, VPC_MTU_BYTES);
        }
        final LiveSettings defaults = LiveSettings.defaults();
        return defaults.withCatalogue(Catalogue.builtIn()
                        .with(
                                "benchmark",
                                "type, vcpus, baseline-gbit, line-gbit, pps\n" + UNLIMITED_TYPE + ", 2, "
                                        + OUT_OF_REACH_GBIT + ", " + OUT_OF_REACH_GBIT + ", 100000000000"))
                .withEc2(Ec2Settings.builtIn()
                        .with(Setting.CONNECTIONS_PER_INSTANCE, Math.max(1024, 2L * flows))
                        .with(Setting.FLOW_LOG_RECORDS, Math.max(1024, 4L * flows)))
                .withPaths(paths, 0)
                .withWorkers(1, WORKER_FRAMES, flows + flows / 8 + 1)
                .withQueues(1, SEND_FRAMES, POST_FRAMES);
    }

    /** Lets in what the load sends, from the VPC, and everything out: so each end tracks the connection. */
    private String statefulGroup(final String vpc) {
        final String group =
                live.ec2().securityGroups().create(vpc, "load", "load").id();
        live.ec2()
                .securityGroups()
                .authorize(
                        group,
                        Direction.INGRESS,
                        SecurityRule.of(
                                new Selector(
                                        load.protocol(),
                                        LiveAddressing.FIRST_PORT,
                                        LiveAddressing.FIRST_PORT + LiveAddressing.PORTS - 1),
                                "10.0.0.0/16"));
        return group;
    }

    private int address(final Instance instance) {
        final long key = instance.interfaceKeys()[0];
        return live.ec2().state().find(Table.INTERFACES, key).primaryAddress().ipv4();
    }

    // ---------------------------------------------------------------- a round

    @Override
    public Load load() {
        return load;
    }

    @Override
    public int send(final int limit) {
        return endpoints.send(limit);
    }

    /** The shipped worker's turn; once in a while what the region does each second: states that end, flow logs. */
    @Override
    public void turn() {
        if (++turns % TURNS_A_LOOK == 0) {
            if (!isStarted) {
                live.turn();
            }
            drainLogs();
        } else if (!isStarted) {
            live.plane().turn();
        }
    }

    private void drainLogs() {
        if (load.mode() == Mode.FORWARD_FLOW_LOG) {
            for (final FlowLogLine line : live.drainFlowLogs()) {
                loggedFrames += line.packets();
            }
        }
    }

    @Override
    public int drain() {
        return endpoints.drain();
    }

    @Override
    public void start() {
        isStarted = true;
        live.start();
    }

    // ---------------------------------------------------------------- what came of it

    @Override
    public long sentFrames() {
        return endpoints.sentFrames();
    }

    @Override
    public long receivedFrames() {
        return endpoints.receivedFrames();
    }

    @Override
    public long droppedFrames() {
        return sender.counters().droppedPackets();
    }

    @Override
    public long flows() {
        return live.plane().pipeline(0).flows();
    }

    /** Routes that the flows share. */
    public int routes() {
        return live.routesInForce();
    }

    /**
     * As {@link Testbed#verify}; with a flow log, its records add up to what was sent at the sender and what was received at
     * receivers.
     */
    @Override
    public void verify() {
        endpoints.settle(this::turn, this::droppedFrames);
        send(load.burst());
        endpoints.settle(this::turn, this::droppedFrames);
        if (isStarted) {
            live.close(); // else workers count on meanwhile
        }
        new Ledger(live.plane(), endpoints, new VirtualFunction[] {sender}, receivers)
                .verify(load.caps() == CapSet.EC2 || isStarted);
        if (load.mode() == Mode.FORWARD_FLOW_LOG && !isStarted) {
            clock.aheadNs += JUMP_NS; // after the ledger: it ends idle flows
            live.turn();
            drainLogs();
            Endpoints.same("sent and delivered, and logged", sentFrames() + receivedFrames(), loggedFrames);
        }
        live.close();
    }

    @Override
    public void close() {
        live.close();
    }
}
