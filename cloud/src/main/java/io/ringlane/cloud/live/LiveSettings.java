package io.ringlane.cloud.live;

import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.HostSettings;
import java.util.function.Consumer;

/**
 * How a live region is made; {@link #defaults} has a value for everything.
 *
 * @param catalogue the instance types
 * @param ec2 quotas, times and pools
 * @param hosts what hosts hold
 * @param paths delay, jitter and MTU by relation
 * @param workers threads that forward, 1 to 64
 * @param framesAWorker frames in flight from a worker's ports at a time
 * @param flowsAWorker flows that a worker remembers
 * @param routes routes at a time, each shared by the flows that are treated alike, 32 or more; beyond, the oldest that few flows
 *     share make room and their flows are decided anew. Each takes some 650 bytes, and up to 300 for what it depends on
 * @param queuePairs queue pairs of an interface at most; its type may have fewer
 * @param transmitFrames frames that a queue owns for sending
 * @param receiveFrames frames that a queue owns and posts for receiving
 * @param horizonNs how long a packet may queue at a cap before it is dropped
 * @param edgeDelayNs one-way delay between an instance and the far end of the internet or of a VPN; a model
 * @param seed where every random choice comes from
 */
public record LiveSettings(
        Catalogue catalogue,
        Ec2Settings ec2,
        HostSettings hosts,
        PathSettings paths,
        int workers,
        int framesAWorker,
        int flowsAWorker,
        int routes,
        int queuePairs,
        int transmitFrames,
        int receiveFrames,
        long horizonNs,
        long edgeDelayNs,
        long seed) {

    private static final int FLOWS = 1 << 20;
    private static final int ROUTES =
            1 << 18; // 240 MB at most; half as many would be few for a region of a thousand instances
    private static final int LEAST_ROUTES = 32; // fewer, and those that many flows share would be pushed out too
    private static final long HORIZON_NS = 500_000; // a model: what a shallow-buffered switch holds
    private static final long EDGE_DELAY_NS = 1_000_000; // a model: an exchange in the same city

    /** @throws IllegalArgumentException for too few routes; the data plane checks what is its own */
    public LiveSettings {
        if (routes < LEAST_ROUTES) {
            throw new IllegalArgumentException(routes + " routes are too few; takes " + LEAST_ROUTES + " or more");
        }
    }

    /** One worker, one queue pair an interface with few frames, the built-in tables. */
    public static LiveSettings defaults() {
        return new LiveSettings(
                Catalogue.builtIn(),
                Ec2Settings.builtIn(),
                HostSettings.builtIn(),
                PathSettings.builtIn(),
                1,
                8192,
                FLOWS,
                ROUTES,
                1,
                64,
                256,
                HORIZON_NS,
                EDGE_DELAY_NS,
                1);
    }

    /** The same with other instance types. */
    public LiveSettings withCatalogue(Catalogue next) {
        return with(draft -> draft.catalogue = next);
    }

    /** The same with other quotas, times and pools. */
    public LiveSettings withEc2(Ec2Settings next) {
        return with(draft -> draft.ec2 = next);
    }

    /** The same with other hosts. */
    public LiveSettings withHosts(HostSettings next) {
        return with(draft -> draft.hosts = next);
    }

    /** The same with other workers, and frames and flows for each. */
    public LiveSettings withWorkers(int count, int frames, int flows) {
        return with(draft -> {
            draft.workers = count;
            draft.framesAWorker = frames;
            draft.flowsAWorker = flows;
        });
    }

    /** The same with another number of routes at a time. */
    public LiveSettings withRoutes(int next) {
        return with(draft -> draft.routes = next);
    }

    /** The same with other queues. */
    public LiveSettings withQueues(int pairs, int sendFrames, int postFrames) {
        return with(draft -> {
            draft.queuePairs = pairs;
            draft.transmitFrames = sendFrames;
            draft.receiveFrames = postFrames;
        });
    }

    /** The same with other paths. */
    public LiveSettings withPaths(PathSettings next, long edgeNs) {
        return with(draft -> {
            draft.paths = next;
            draft.edgeDelayNs = edgeNs;
        });
    }

    /** The same with another horizon. */
    public LiveSettings withHorizon(long nextNs) {
        return with(draft -> draft.horizonNs = nextNs);
    }

    /** The same with another seed. */
    public LiveSettings withSeed(long next) {
        return with(draft -> draft.seed = next);
    }

    private LiveSettings with(Consumer<Draft> change) {
        final Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** What the methods above change, so that each names that and nothing else. */
    private static final class Draft {

        private HostSettings hosts;
        private Catalogue catalogue;
        private Ec2Settings ec2;
        private PathSettings paths;
        private int workers;
        private int framesAWorker;
        private int flowsAWorker;
        private int routes;
        private int queuePairs;
        private int transmitFrames;
        private int receiveFrames;
        private long horizonNs;
        private long edgeDelayNs;
        private long seed;

        Draft(LiveSettings from) {
            catalogue = from.catalogue;
            ec2 = from.ec2;
            hosts = from.hosts;
            paths = from.paths;
            workers = from.workers;
            framesAWorker = from.framesAWorker;
            flowsAWorker = from.flowsAWorker;
            routes = from.routes;
            queuePairs = from.queuePairs;
            transmitFrames = from.transmitFrames;
            receiveFrames = from.receiveFrames;
            horizonNs = from.horizonNs;
            edgeDelayNs = from.edgeDelayNs;
            seed = from.seed;
        }

        LiveSettings settings() {
            return new LiveSettings(
                    catalogue,
                    ec2,
                    hosts,
                    paths,
                    workers,
                    framesAWorker,
                    flowsAWorker,
                    routes,
                    queuePairs,
                    transmitFrames,
                    receiveFrames,
                    horizonNs,
                    edgeDelayNs,
                    seed);
        }
    }
}
