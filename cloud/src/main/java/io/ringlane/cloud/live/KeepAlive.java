package io.ringlane.cloud.live;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Gateways;
import io.ringlane.cloud.net.Flow;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.pipeline.FlowObserver;
import io.ringlane.dataplane.pipeline.Route;

/**
 * Keeps what is remembered of flows that send: tells connection tables and NAT gateways of their packets, which pass without
 * asking anybody.
 *
 * <p>Asks what flows have sent every ten seconds while anything is remembered, and never else. In between, the region's idle
 * times stand still: so nothing is forgotten for want of news, and what is idle is forgotten up to twenty seconds late.
 *
 * <p>TCP segments that begin or end a connection are told one by one, for they are few. A flow that goes on to send though its
 * connection is over is decided anew after each report, so that it passes no longer than the connection is remembered. The same
 * goes for one that rules deny, and that goes on by a connection of which nobody knows any more.
 *
 * <p>Workers and the region's caller use it at once. {@link #ask} has one caller at a time and holds no lock that a worker wants.
 */
final class KeepAlive implements FlowObserver {

    /** A third of the shortest idle time, of UDP; more often would show in the datapath with a million flows. */
    private static final long PERIOD_NS = 10_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final NanoClock clock;
    private final IdleClock idle;
    private final Ec2Region ec2;
    private final FlowReports reports;
    private volatile long nextNs = NEVER;

    KeepAlive(NanoClock clock, IdleClock idle, Ec2Region ec2, FlowReports reports) {
        this.clock = clock;
        this.idle = idle;
        this.ec2 = ec2;
        this.reports = reports;
    }

    /** When to ask next; {@link Long#MAX_VALUE} while nothing is remembered. */
    long nextNs() {
        long next = nextNs;
        return next != NEVER || isNothingRemembered() ? next : clock.nanoTime();
    }

    /** Asks what flows have sent, if it is time to. */
    synchronized void ask() {
        long nowNs = clock.nanoTime();
        if (nextNs == NEVER ? isNothingRemembered() : nowNs < nextNs) {
            return;
        }
        if (!reports.begin()) {
            reports.ask();
        }
        idle.hold(nowNs);
        if (isNothingRemembered()) {
            nextNs = NEVER;
            idle.release();
        } else {
            nextNs = nowNs + PERIOD_NS;
        }
    }

    private boolean isNothingRemembered() {
        return ec2.connections().isEmpty() && ec2.translations().isEmpty();
    }

    @Override
    public boolean onSent(Route route, long[] keys, long packets, long bytes) {
        if (!(route.note() instanceof Decision decision) || decision.outcome() == Decision.Outcome.DROPPED) {
            return false;
        }
        NetworkInterface sender = decision.sender();
        NetworkInterface target = decision.target();
        boolean isTranslated = decision.gateways().passNat();
        if (!isTranslated
                && !decision.isKnownAtSender()
                && !decision.isKnownAtTarget()
                && !ec2.connections().mayRemember(sender)
                && !ec2.connections().mayRemember(target)) {
            return false;
        }
        long nowNs = clock.nanoTime();
        Flow sent = LiveHeaders.flow(keys);
        Flow arriving = LiveHeaders.arriving(sent, decision);
        boolean isOver = ec2.connections().onPackets(sender, sent, packets, nowNs);
        isOver |= ec2.connections().onPackets(target, arriving, packets, nowNs);
        isOver |= decision.isKnownAtSender() && !ec2.connections().isTracked(sender, sent);
        isOver |= decision.isKnownAtTarget() && !ec2.connections().isTracked(target, arriving);
        if (isTranslated && sender != null) {
            isOver |= ec2.translations().onSeen(sender.vpcKey(), sent, nowNs);
        }
        if (isTranslated && target != null) {
            isOver |= ec2.translations().onSeen(target.vpcKey(), arriving.reversed(), nowNs);
        }
        return isOver;
    }

    /** Notes a TCP segment with SYN, FIN or RST; as of {@link io.ringlane.dataplane.pipeline.Router#onControlSegment}. */
    boolean onControlSegment(Route route, long[] keys, int key, int flags) {
        if (!(route.note() instanceof Decision decision) || decision.outcome() == Decision.Outcome.DROPPED) {
            return false;
        }
        Flow sent = LiveHeaders.flow(keys, key);
        Flow arriving = LiveHeaders.arriving(sent, decision);
        long nowNs = clock.nanoTime();
        boolean isNew = ec2.connections().onControlSegment(decision.sender(), sent, flags, nowNs);
        isNew |= ec2.connections().onControlSegment(decision.target(), arriving, flags, nowNs);
        Gateways gateways = decision.gateways();
        if (gateways.sourceNatKey() != 0) {
            isNew |= ec2.translations().onControlSegment(gateways.sourceNatKey(), sent, true, flags, nowNs);
        }
        if (gateways.destinationNatKey() != 0) {
            isNew |= ec2.translations()
                    .onControlSegment(gateways.destinationNatKey(), arriving.reversed(), false, flags, nowNs);
        }
        boolean begins = (flags & (TcpLayout.FLAG_SYN | TcpLayout.FLAG_ACK)) == TcpLayout.FLAG_SYN;
        return isNew || begins && !ec2.connections().isRemembered(decision.of(sent, arriving));
    }
}
