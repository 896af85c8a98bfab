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

    public NatTables(Ec2Settings settings, NanoClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public int portFor(NatGateway gateway, Flow inside, IpAddress outsideAddress) {
        return table(gateway.key()).portFor(inside, outsideAddress, clock.nanoTime());
    }

    @Override
    public Flow answerFor(NatGateway gateway, Flow outside) {
        return table(gateway.key()).answerFor(outside, clock.nanoTime());
    }

    /** A gateway was deleted: its translations go with it. */
    public void forget(long gatewayKey) {
        tables.remove(gatewayKey);
    }

    private NatTable table(long gatewayKey) {
        return tables.computeIfAbsent(gatewayKey, key -> new NatTable(settings));
    }
}
