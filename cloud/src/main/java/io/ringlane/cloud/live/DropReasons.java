package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.dataplane.counter.DropReason;
import java.util.EnumMap;
import java.util.Map;

/** Under which counter of the data plane a refusal counts: one each. */
final class DropReasons {

    private static final Map<Refusal, DropReason> BY_REFUSAL = new EnumMap<>(Refusal.class);

    static {
        for (Refusal refusal : Refusal.values()) {
            BY_REFUSAL.put(refusal, DropReason.valueOf(refusal.name()));
        }
    }

    private DropReasons() {}

    static DropReason of(Refusal refusal) {
        return BY_REFUSAL.get(refusal);
    }

    /** Whether a refusal may end without a change of the region: by time, or because a packet went the other way. */
    static boolean passesByItself(Refusal refusal) {
        return switch (refusal) {
            case CONNTRACK_ALLOWANCE_EXCEEDED, NAT_PORTS_EXHAUSTED, NAT_IDLE_TIMEOUT, NAT_UNSOLICITED -> true;
            default -> false;
        };
    }
}
