package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.run.RunResult.Windows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What came of a flow {@code f} that offered 1 Gbit/s in a million packets for a second, unless told otherwise. */
final class SampleFlow {

    static final long GBIT = 1_000_000_000L;
    static final long SENT = 1_000_000;

    private final Map<String, Long> drops = new TreeMap<>();
    private final Histogram latency = new Histogram(3);
    private long offeredBitsPerSecond = GBIT;
    private long deliveredBitsPerSecond = GBIT;
    private Windows windows;

    SampleFlow rates(long offered, long delivered) {
        offeredBitsPerSecond = offered;
        deliveredBitsPerSecond = delivered;
        return this;
    }

    SampleFlow dropped(String reason, long packets) {
        drops.put(reason, packets);
        return this;
    }

    SampleFlow took(long latencyNs, long packets) {
        latency.recordValueWithCount(latencyNs, packets);
        return this;
    }

    SampleFlow in(Windows these) {
        windows = these;
        return this;
    }

    FlowResult result() {
        long dropped = drops.values().stream().mapToLong(Long::longValue).sum();
        return new FlowResult(
                "f",
                "a",
                "b",
                "udp",
                "1500B",
                "same zone",
                10 * GBIT,
                "flow",
                offeredBitsPerSecond,
                deliveredBitsPerSecond,
                0,
                SENT,
                SENT - dropped,
                0,
                drops,
                latency,
                new RateSeries(1, new long[0]),
                windows,
                true,
                List.of());
    }
}
