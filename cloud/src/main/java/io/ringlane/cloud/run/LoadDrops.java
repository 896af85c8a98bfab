package io.ringlane.cloud.run;

import io.ringlane.dataplane.counter.DropReason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which packets may be lost because they came in a burst, or nobody fetched them in time: those that some queue had no room for. */
final class LoadDrops {

    private static final Set<DropReason> OF_LOAD = EnumSet.of(
            DropReason.FLOW_CAP,
            DropReason.BW_OUT_ALLOWANCE_EXCEEDED,
            DropReason.BW_IN_ALLOWANCE_EXCEEDED,
            DropReason.PPS_ALLOWANCE_EXCEEDED,
            DropReason.LINKLOCAL_ALLOWANCE_EXCEEDED,
            DropReason.GATEWAY_ALLOWANCE_EXCEEDED,
            DropReason.NAT_ALLOWANCE_EXCEEDED,
            DropReason.LINE_RATE,
            DropReason.RX_OVERRUNS);

    private static final Set<String> OTHERS = Arrays.stream(DropReason.values())
            .filter(reason -> !OF_LOAD.contains(reason))
            .map(DropReason::label)
            .collect(Collectors.toUnmodifiableSet());

    private LoadDrops() {}

    /** How many of the packets were dropped for reasons that neither load nor lateness brings about. */
    static long others(final Map<String, Long> drops) {
        return drops.entrySet().stream()
                .filter(each -> OTHERS.contains(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
