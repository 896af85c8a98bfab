package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.vpc.NatGateway;
import io.ringlane.core.time.NanoClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * The translations of a region's NAT gateways. Threads: any; only flows of one gateway wait for each other.
 */
public final class NatTables implements Translations {

    private final Ec2Settings settings;
    private final NanoClock clock;
    private final LongFunction<IpAddress> addressOf;
    private final Map<Long, NatTable> tables = new ConcurrentHashMap<>();

    /** @param addressOf the private address of an interface, by key */
    public NatTables(Ec2Settings settings, NanoClock clock, LongFunction<IpAddress> addressOf) {
        this.settings = settings;
        this.clock = clock;
        this.addressOf = addressOf;
    }

    @Override
    public int portFor(NatGateway gateway, Flow inside) {
        return table(gateway.key()).portFor(inside, addressOf.apply(gateway.interfaceKey()), clock.nanoTime());
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
