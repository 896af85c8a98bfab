package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.vpc.NatGateway;
import io.ringlane.core.time.NanoClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The translations of a region's NAT gateways. Threads: any; only flows of one gateway wait for each other.
 */
public final class NatTables implements Translations {

    private final Ec2Settings settings;
    private final NanoClock clock;
    private final Map<Long, NatTable> tables = new ConcurrentHashMap<>();

    /** @param clock translations have been idle up to its time */
    public NatTables(Ec2Settings settings, NanoClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public int portFor(NatGateway gateway, Flow inside, IpAddress outsideAddress, PacketTraits traits) {
        return table(gateway).portFor(inside, outsideAddress, traits, clock.nanoTime());
    }

    @Override
    public Inside answerFor(NatGateway gateway, Flow outside, PacketTraits traits) {
        return table(gateway).answerFor(outside, traits, clock.nanoTime());
    }

    /** What a gateway has done so far. */
    public NatMetrics metrics(NatGateway gateway) {
        return table(gateway).metrics(clock.nanoTime());
    }

    /** A gateway was deleted: its translations go with it. */
    public void forget(long gatewayKey) {
        tables.remove(gatewayKey);
    }

    /**
     * Notes a TCP segment with SYN, FIN or RST.
     *
     * @param inside the flow as the one behind the gateway sends it
     * @param isFromInside whether that one has sent the segment, else its answer
     * @param atNs the present, which the tables' clock may not have reached
     * @return whether it begins a connection where another one was before, or where nobody knows one
     */
    public boolean onControlSegment(long gatewayKey, Flow inside, boolean isFromInside, int tcpFlags, long atNs) {
        NatTable table = tables.get(gatewayKey);
        return table != null && table.onControlSegment(inside, isFromInside, tcpFlags, atNs);
    }

    /**
     * Notes that a flow was seen that comes from behind some gateway of a VPC, or that its answers were.
     *
     * @param lastNs when, or somewhat later
     * @return whether its connection is over
     */
    public boolean onSeen(long vpcKey, Flow inside, long lastNs) {
        boolean isOver = false;
        for (NatTable table : tables.values()) {
            if (table.vpcKey() == vpcKey) {
                isOver |= table.onSeen(inside, lastNs);
            }
        }
        return isOver;
    }

    /** Whether no gateway remembers anything. */
    public boolean isEmpty() {
        return tables.values().stream().allMatch(table -> table.isEmpty(clock.nanoTime()));
    }

    private NatTable table(NatGateway gateway) {
        return tables.computeIfAbsent(gateway.key(), key -> new NatTable(gateway.vpcKey(), settings));
    }
}
