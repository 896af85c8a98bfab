package io.ringlane.cloud.live;

import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionState;
import io.ringlane.cloud.state.Table;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.SharedCap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each NAT gateway carries at most, for all who are behind it and both directions together. Any thread. */
final class NatCaps {

    private final long bitsPerSecond;
    private final long packetsPerSecond;
    private final long horizonNs;
    private final Map<Long, SharedCap> caps = new ConcurrentHashMap<>();

    NatCaps(Ec2Settings settings, long horizonNs) {
        this.bitsPerSecond = settings.natBitsPerSecond();
        this.packetsPerSecond = settings.value(Setting.NAT_PACKETS_PER_SECOND);
        this.horizonNs = horizonNs;
    }

    /**
     * That of a gateway.
     *
     * @param gatewayKey 0 for no gateway
     * @return null if there is none
     */
    SharedCap of(long gatewayKey) {
        return gatewayKey == 0 || bitsPerSecond == 0 && packetsPerSecond == 0
                ? null
                : caps.computeIfAbsent(
                        gatewayKey,
                        key -> new SharedCap(
                                bitsPerSecond,
                                packetsPerSecond,
                                horizonNs,
                                DropReason.NAT_ALLOWANCE_EXCEEDED,
                                WayCap.NAT_GATEWAY));
    }

    /** Forgets gateways that have been deleted. */
    void onChange(RegionState state) {
        if (caps.size() > state.count(Table.NAT_GATEWAYS)) {
            caps.keySet().removeIf(key -> state.find(Table.NAT_GATEWAYS, key) == null);
        }
    }
}
