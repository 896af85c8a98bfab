package io.ringlane.cloud.flowlog;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.flowlog.FlowLogLine.Status;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Decision.Outcome;
import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.FlowLog;
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
 * interface was not allowed to send at all. Both ends of a flow see their own side, with their own addresses.
 */
public final class FlowLogRecorder {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Supplier<? extends RegionView> region;
    private final String accountId;
    private final int capacity;
    private final long epochSeconds;
    private final Map<Key, Count> counts = new HashMap<>();
    private final Set<Key> skipped =
            new HashSet<>(); // windows of interfaces that lost records, with no flow in the key
    private final Map<Long, Long> closedWindows = new HashMap<>(); // by log: windows that have been written

    private record Key(long logKey, long window, long interfaceKey, Direction direction, Flow flow, boolean accepted) {}

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
            boolean left = refusal != Refusal.SECURITY_GROUP_EGRESS && refusal != Refusal.NETWORK_ACL_EGRESS;
            add(decision.sender(), Direction.EGRESS, decision.sent(), left, packets, bytes, nowNs);
        }
        boolean arrived = decision.outcome() == Outcome.DELIVERED;
        boolean rejected = refusal == Refusal.SECURITY_GROUP_INGRESS || refusal == Refusal.NETWORK_ACL_INGRESS;
        if (decision.target() != null && (arrived || rejected)) {
            add(decision.target(), Direction.INGRESS, decision.arriving(), arrived, packets, bytes, nowNs);
        }
    }

    private static boolean isLogged(Refusal refusal) {
        return refusal != Refusal.SOURCE_CHECK
                && refusal != Refusal.SENDER_DETACHED
                && refusal != Refusal.SENDER_NOT_RUNNING
                && refusal != Refusal.NOT_UNICAST;
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
                Key key = new Key(log.key(), window(log, nowNs), at.key(), direction, shown, accepted);
                Count count = counts.get(key);
                if (count == null && counts.size() >= capacity) {
                    skipped.add(new Key(log.key(), key.window(), at.key(), Direction.EGRESS, null, false));
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

    private static long window(FlowLog log, long nowNs) {
        return (nowNs - log.createdAtNs()) / (log.intervalSeconds() * NANOS_PER_SECOND);
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
            long open = window(log, nowNs) + more;
            for (long window = closedWindows.getOrDefault(log.key(), 0L); window < open; window++) {
                lines.addAll(close(now, log, window));
            }
            closedWindows.put(log.key(), open);
        }
        Set<Long> alive = new HashSet<>();
        logs.forEach(log -> alive.add(log.key()));
        closedWindows.keySet().retainAll(alive);
        counts.keySet().removeIf(key -> !alive.contains(key.logKey()));
        skipped.removeIf(key -> !alive.contains(key.logKey()));
        return lines;
    }

    private List<FlowLogLine> close(RegionView now, FlowLog log, long window) {
        List<FlowLogLine> lines = new ArrayList<>();
        Set<Long> heard = new HashSet<>();
        counts.entrySet().removeIf(each -> {
            Key key = each.getKey();
            if (key.logKey() != log.key() || key.window() != window) {
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
            boolean ended = key.logKey() == log.key() && key.window() == window;
            if (ended) {
                heard.add(key.interfaceKey());
                lines.add(without(log, window, key.interfaceKey(), Status.SKIPDATA));
            }
            return ended;
        });
        for (NetworkInterface each : now.all(Table.INTERFACES)) {
            if (each.attachment() != null && covers(log, each) && !heard.contains(each.key())) {
                lines.add(without(log, window, each.key(), Status.NODATA));
            }
        }
        lines.sort(Comparator.comparing(FlowLogLine::toString));
        return lines;
    }

    private FlowLogLine without(FlowLog log, long window, long interfaceKey, Status status) {
        long startNs = log.createdAtNs() + window * log.intervalSeconds() * NANOS_PER_SECOND;
        long start = seconds(startNs);
        return new FlowLogLine(
                log.key(), accountId, interfaceKey, null, 0, 0, start, start + log.intervalSeconds(), false, status);
    }

    private long seconds(long ns) {
        return epochSeconds + ns / NANOS_PER_SECOND;
    }
}
