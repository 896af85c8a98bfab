package io.ringlane.cloud.flowlog;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.flowlog.FlowLogLine.Status;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Decision.Outcome;
import io.ringlane.cloud.forwarding.NatCrossing;
import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.FlowLog;
import io.ringlane.placement.catalogue.Hypervisor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Adds traffic up for the region's flow logs, one record a flow, interface, direction and window.
 *
 * <p>Every log counts its windows from its own creation. Traffic to services of the host is not written down, nor what an
 * interface was not allowed to send at all. Both ends of a flow see their own side, with their own addresses; a NAT gateway on
 * the way sees it on both of its sides.
 *
 * <p>Records of an interface of an instance that runs on Nitro, bare metal included, cover a minute at most, whatever the log
 * says. Source: Amazon VPC User Guide, "Flow log basics", aggregation interval.
 */
public final class FlowLogRecorder {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Longest window of an instance on Nitro. */
    private static final int NITRO_SECONDS = 60;

    private final Supplier<? extends RegionView> region;
    private final String accountId;
    private final int capacity;
    private final long epochSeconds;
    private final Map<Key, Count> counts = new HashMap<>();
    private final Set<Key> skipped =
            new HashSet<>(); // windows of interfaces that lost records, with no flow in the key
    private final Map<Span, Long> closedWindows = new HashMap<>(); // windows that have been written

    /** The windows of one length in a log. */
    private record Span(long logKey, int seconds) {}

    private record Key(Span span, long window, long interfaceKey, Direction direction, Flow flow, boolean accepted) {}

    /** A window that has ended. */
    private record Window(FlowLog log, int seconds, long number) {

        long endSeconds() {
            return (number + 1) * seconds;
        }
    }

    private static final class Count {
        private long packets;
        private long bytes;
        private final long firstNs;
        private long lastNs;

        Count(long firstNs) {
            this.firstNs = firstNs;
        }
    }

    /**
     * @param region gives the state that stands
     * @param accountId 12 digits, the second field of every record
     * @param capacity most records that are kept at a time; what is beyond is written as SKIPDATA
     */
    public FlowLogRecorder(
            Supplier<? extends RegionView> region, Ec2Settings settings, String accountId, int capacity) {
        this.region = region;
        this.accountId = accountId;
        this.capacity = capacity;
        this.epochSeconds = settings.value(Setting.EPOCH_SECONDS);
    }

    /** Adds packets of a flow that has been decided. */
    public void onPackets(Decision decision, long packets, long bytes, long nowNs) {
        if (decision.outcome() == Outcome.TO_SERVICE) {
            return;
        }
        Refusal refusal = decision.refusal();
        if (decision.sender() != null && isLogged(refusal)) {
            boolean left = refusal != Refusal.SECURITY_GROUP_EGRESS
                    && (refusal != Refusal.NETWORK_ACL_EGRESS || decision.nat() != null); // which is behind its own ACL
            add(decision.sender(), Direction.EGRESS, decision.sent(), left, packets, bytes, nowNs);
        }
        if (decision.nat() != null) {
            addCrossing(decision, packets, bytes, nowNs);
        }
        boolean arrived = decision.outcome() == Outcome.DELIVERED;
        boolean rejected = refusal == Refusal.SECURITY_GROUP_INGRESS || refusal == Refusal.NETWORK_ACL_INGRESS;
        if (decision.target() != null && (arrived || rejected)) {
            add(decision.target(), Direction.INGRESS, decision.arriving(), arrived, packets, bytes, nowNs);
        }
    }

    private void addCrossing(Decision decision, long packets, long bytes, long nowNs) {
        NatCrossing nat = decision.nat();
        Flow in = nat.in(decision.sent(), decision.arriving());
        add(nat.at(), Direction.INGRESS, in, nat.comesIn(), packets, bytes, nowNs);
        if (nat.isTranslated()) {
            Flow out = nat.out(decision.sent(), decision.arriving());
            add(nat.at(), Direction.EGRESS, out, nat.leaves(), packets, bytes, nowNs);
        }
    }

    private static boolean isLogged(Refusal refusal) {
        return refusal != Refusal.SPOOFED_ADDRESS
                && refusal != Refusal.SENDER_DETACHED
                && refusal != Refusal.SENDER_NOT_RUNNING
                && refusal != Refusal.GROUP_ADDRESS;
    }

    private void add(
            NetworkInterface at,
            Direction direction,
            Flow flow,
            boolean accepted,
            long packets,
            long bytes,
            long nowNs) {
        Flow shown = direction == Direction.EGRESS
                ? at.owns(flow.source()) && flow.source().isIpv4() ? flow.from(at.primaryAddress()) : flow
                : at.owns(flow.destination()) && flow.destination().isIpv4() ? flow.to(at.primaryAddress()) : flow;
        for (FlowLog log : region.get().all(Table.FLOW_LOGS)) {
            if (nowNs >= log.createdAtNs() && covers(log, at) && log.traffic().covers(accepted)) {
                Span span = new Span(log.key(), seconds(log, at));
                Key key = new Key(span, window(log, span.seconds(), nowNs), at.key(), direction, shown, accepted);
                Count count = counts.get(key);
                if (count == null && counts.size() >= capacity) {
                    skipped.add(new Key(span, key.window(), at.key(), Direction.EGRESS, null, false));
                    continue;
                }
                if (count == null) {
                    count = new Count(nowNs);
                    counts.put(key, count);
                }
                count.packets += packets;
                count.bytes += bytes;
                count.lastNs = nowNs;
            }
        }
    }

    private static boolean covers(FlowLog log, NetworkInterface each) {
        return switch (log.resourceKind()) {
            case INTERFACE -> log.resourceKey() == each.key();
            case SUBNET -> log.resourceKey() == each.subnetKey();
            default -> log.resourceKey() == each.vpcKey();
        };
    }

    /** How long the windows of an interface are. */
    private int seconds(FlowLog log, NetworkInterface each) {
        if (log.intervalSeconds() <= NITRO_SECONDS || each.attachment() == null) {
            return log.intervalSeconds();
        }
        Instance instance = region.get().find(Table.INSTANCES, each.attachment().instanceKey());
        boolean isXen = instance != null && instance.launch().type().hypervisor() == Hypervisor.XEN;
        return isXen ? log.intervalSeconds() : NITRO_SECONDS;
    }

    private static long window(FlowLog log, int seconds, long nowNs) {
        return (nowNs - log.createdAtNs()) / (seconds * NANOS_PER_SECOND);
    }

    /**
     * Writes every window that has ended, once: a record a flow, NODATA for an attached interface without any, SKIPDATA for one
     * that had more than could be kept. Sorted by log, window and line.
     */
    public List<FlowLogLine> drain(long nowNs) {
        return drain(nowNs, 0);
    }

    /** As {@link #drain}, and the window that goes on too, as if it ended now. */
    public List<FlowLogLine> finish(long nowNs) {
        return drain(nowNs, 1);
    }

    /** @param more windows to write that have not ended */
    private List<FlowLogLine> drain(long nowNs, int more) {
        RegionView now = region.get();
        List<FlowLogLine> lines = new ArrayList<>();
        List<FlowLog> logs = new ArrayList<>(now.all(Table.FLOW_LOGS));
        logs.sort(Comparator.comparingLong(FlowLog::key));
        for (FlowLog log : logs) {
            List<Window> ended = new ArrayList<>();
            addEnded(ended, log, log.intervalSeconds(), nowNs, more);
            if (log.intervalSeconds() > NITRO_SECONDS) {
                addEnded(ended, log, NITRO_SECONDS, nowNs, more);
                ended.sort(Comparator.comparingLong(Window::endSeconds).thenComparingInt(Window::seconds));
            }
            for (Window window : ended) {
                lines.addAll(close(now, window));
            }
        }
        Set<Long> alive = new HashSet<>();
        logs.forEach(log -> alive.add(log.key()));
        closedWindows.keySet().removeIf(span -> !alive.contains(span.logKey()));
        counts.keySet().removeIf(key -> !alive.contains(key.span().logKey()));
        skipped.removeIf(key -> !alive.contains(key.span().logKey()));
        return lines;
    }

    private void addEnded(List<Window> ended, FlowLog log, int seconds, long nowNs, int more) {
        Span span = new Span(log.key(), seconds);
        long open = window(log, seconds, nowNs) + more;
        for (long number = closedWindows.getOrDefault(span, 0L); number < open; number++) {
            ended.add(new Window(log, seconds, number));
        }
        closedWindows.put(span, open);
    }

    private List<FlowLogLine> close(RegionView now, Window window) {
        FlowLog log = window.log();
        Span span = new Span(log.key(), window.seconds());
        List<FlowLogLine> lines = new ArrayList<>();
        Set<Long> heard = new HashSet<>();
        counts.entrySet().removeIf(each -> {
            Key key = each.getKey();
            if (key.window() != window.number() || !key.span().equals(span)) {
                return false;
            }
            Count count = each.getValue();
            heard.add(key.interfaceKey());
            lines.add(new FlowLogLine(
                    log.key(),
                    accountId,
                    key.interfaceKey(),
                    key.flow(),
                    count.packets,
                    count.bytes,
                    seconds(count.firstNs),
                    seconds(count.lastNs),
                    key.accepted(),
                    Status.OK));
            return true;
        });
        skipped.removeIf(key -> {
            boolean ended = key.window() == window.number() && key.span().equals(span);
            if (ended) {
                heard.add(key.interfaceKey());
                lines.add(without(window, key.interfaceKey(), Status.SKIPDATA));
            }
            return ended;
        });
        for (NetworkInterface each : now.all(Table.INTERFACES)) {
            if (isInUse(each)
                    && covers(log, each)
                    && seconds(log, each) == window.seconds()
                    && !heard.contains(each.key())) {
                lines.add(without(window, each.key(), Status.NODATA));
            }
        }
        lines.sort(Comparator.comparing(FlowLogLine::toString));
        return lines;
    }

    private static boolean isInUse(NetworkInterface each) {
        return each.attachment() != null || each.type() == NetworkInterface.Type.NAT_GATEWAY;
    }

    private FlowLogLine without(Window window, long interfaceKey, Status status) {
        FlowLog log = window.log();
        long start = seconds(log.createdAtNs() + window.number() * window.seconds() * NANOS_PER_SECOND);
        return new FlowLogLine(
                log.key(), accountId, interfaceKey, null, 0, 0, start, start + window.seconds(), false, status);
    }

    private long seconds(long ns) {
        return epochSeconds + ns / NANOS_PER_SECOND;
    }
}
