package io.ringlane.cloud.report;

import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.run.RunResult.Target;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.run.RunResult.Windows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Results to draw: made up, but with the shapes that real runs have. Every one is the same each time. */
public final class SampleResults {

    private static final long GBIT = 1_000_000_000L;

    private SampleResults() {}

    /** Two flows over their caps and one under it, all expectations met. */
    public static RunResult small() {
        FlowResult inside = flow("inside", "a", "b", "1500B", "same rack", 10 * GBIT, "flow (cluster group)", 20 * GBIT)
                .delivered(9_999_996_000L, -1)
                .packets(1_666_667, 833_333, Map.of("flow_horizon", 833_331L))
                .inFlight(3)
                .latency(1_020_000, 4_000)
                .build();
        FlowResult outside = flow("outside", "a", "c", "imix", "same zone", 5 * GBIT, "flow", 20 * GBIT)
                .delivered(5_000_110_000L, 22)
                .packets(6_720_000, 1_680_000, Map.of("flow_horizon", 5_039_000L, "rx_overruns", 1_000L))
                .latency(1_044_000, 90_000)
                .build();
        FlowResult idle = flow("idle", "b", "c", "64B", "across zones", 5 * GBIT, "flow", 100_000_000L)
                .delivered(100_000_000L, 0)
                .packets(195_312, 195_312, Map.of())
                .latency(612_000, 30_000)
                .build();
        return result(
                "hpc-and-kafka",
                List.of(inside, outside, idle),
                List.of(
                        new ExpectationResult("inside: delivered 10 Gbit/s within 0.1%", "9.999996 Gbit/s", true),
                        new ExpectationResult("outside: delivered 5 Gbit/s within 0.1%", "5.00011 Gbit/s", true)),
                null);
    }

    /** Eight flows over every kind of path, as a newcomer sees them. */
    public static RunResult tour() {
        List<FlowResult> flows = List.of(
                flow(
                                "cluster-group",
                                "hpc-1",
                                "hpc-2",
                                "1500B",
                                "same rack",
                                10 * GBIT,
                                "flow (cluster group)",
                                20 * GBIT)
                        .delivered(9_999_996_000L, -1)
                        .packets(1_666_667, 833_333, Map.of("flow_horizon", 833_331L))
                        .inFlight(3)
                        .latency(1_020_000, 4_000)
                        .build(),
                flow("outside", "hpc-1", "web-1", "imix", "same zone", 5 * GBIT, "flow", 20 * GBIT)
                        .delivered(5_000_110_000L, 22)
                        .packets(6_720_000, 1_680_000, Map.of("flow_horizon", 5_039_000L, "rx_overruns", 1_000L))
                        .latency(1_044_000, 90_000)
                        .build(),
                flow("same-host", "web-1", "web-2", "9001B", "same host", 5 * GBIT, "flow", 4 * GBIT)
                        .delivered(4 * GBIT, 0)
                        .packets(55_550, 55_550, Map.of())
                        .latency(11_000, 1_500)
                        .build(),
                flow("across-zones", "web-1", "db-replica", "1500B", "across zones", 5 * GBIT, "flow", 8 * GBIT)
                        .delivered(4_999_900_000L, -20)
                        .packets(666_667, 416_660, Map.of("flow_horizon", 250_007L))
                        .latency(1_612_000, 30_000)
                        .build(),
                flow(
                                "vf-82599",
                                "legacy-1",
                                "legacy-2",
                                "512B",
                                "same rack",
                                10 * GBIT,
                                "line rate (82599 VF)",
                                12 * GBIT)
                        .delivered(9_999_998_000L, 0)
                        .packets(2_929_687, 2_441_000, Map.of("tx_ring_full", 488_687L))
                        .latency(310_000, 12_000)
                        .build(),
                flow(
                                "small-instance",
                                "t3-1",
                                "web-2",
                                "1500B",
                                "same zone",
                                256_000_000L,
                                "instance bandwidth (out)",
                                GBIT)
                        .delivered(256_100_000L, 390)
                        .packets(83_333, 21_330, Map.of("bw_out_allowance_exceeded", 62_003L))
                        .latency(2_100_000, 600_000)
                        .build(),
                flow("syn-storm", "t3-2", "web-2", "64B", "same zone", 128_000_000L, "packets a second", 400_000_000L)
                        .delivered(127_000_000L, -7_812)
                        .packets(781_250, 248_000, Map.of("pps_allowance_exceeded", 533_250L))
                        .latency(180_000, 9_000)
                        .build(),
                flow("heartbeat", "web-1", "web-2", "128B", "same host", 5 * GBIT, "flow", 1_000_000)
                        .delivered(1_000_000, 0)
                        .packets(976, 976, Map.of())
                        .latency(9_800, 300)
                        .build());
        return result(
                "tour",
                flows,
                List.of(
                        new ExpectationResult(
                                "cluster-group: delivered 10 Gbit/s within 0.1%", "9.999996 Gbit/s", true),
                        new ExpectationResult("outside: delivered 5 Gbit/s within 0.1%", "5.00011 Gbit/s", true),
                        new ExpectationResult("across-zones: p99 at most 2 ms", "1.75 ms", true),
                        new ExpectationResult("syn-storm: loss at most 50%", "68.26%", false),
                        new ExpectationResult("heartbeat: p99 at most 20 us", "976 packets", Verdict.INCONCLUSIVE)),
                null);
    }

    /** The same run with the verdicts given. */
    public static RunResult withVerdicts(Verdict... verdicts) {
        RunResult base = small();
        List<ExpectationResult> expectations = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            expectations.add(new ExpectationResult("outside: p99 at most 1 ms", "1.18 ms", verdict));
        }
        return result(base.scenario(), base.flows(), expectations, null);
    }

    /** The same run, void. */
    public static RunResult voided() {
        RunResult base = small();
        List<ExpectationResult> expectations = base.expectations().stream()
                .map(each -> new ExpectationResult(each.text(), each.actual(), Verdict.NOT_JUDGED))
                .toList();
        return result(base.scenario(), base.flows(), expectations, "the load generator sent 91% of its rate");
    }

    /** A flow whose windows of 10 ms an expectation is about: 10 Gbit/s within 1 %. */
    public static RunResult windowed() {
        Extremes extremes = new Extremes(9_975_000_000L, 0, 10_025_000_000L, 10_000_000);
        FlowResult flow = flow("inside", "a", "b", "1500B", "same rack", 10 * GBIT, "flow (cluster group)", 20 * GBIT)
                .delivered(10 * GBIT, 0)
                .packets(1_666_667, 833_333, Map.of("flow_cap", 833_334L))
                .latency(1_020_000, 4_000)
                .windows(new Windows(10_000_000, extremes, extremes, extremes, extremes, new Target(10 * GBIT, 10_000)))
                .build();
        return result("windows", List.of(flow), List.of(), null);
    }

    /** A flow that sends at a tenth of its cap, but not evenly. */
    public static RunResult bursts() {
        FlowResult flow = flow("bursty", "a", "b", "1500B", "same rack", 5 * GBIT, "flow", GBIT / 2)
                .delivered(499_000_000L, 0)
                .packets(41_666, 41_626, Map.of("flow_cap", 40L))
                .latency(120_000, 90_000)
                .build();
        return result("bursts", List.of(flow), List.of(), null);
    }

    /** Names that try to break out of HTML, of a file name and of a terminal. */
    public static RunResult hostile() {
        FlowResult flow = flow(
                        "<script>alert(1)</script>", "a\"&'b", "../../etc/\u001b[31mred", "64B", "]]>", GBIT, "x", GBIT)
                .delivered(GBIT, 0)
                .packets(10, 10, Map.of("<b>reason</b>", 0L))
                .latency(1_000, 10)
                .build();
        return result("</title><img src=x>", List.of(flow), List.of(), null);
    }

    /** As many flows as asked for, small ones first. */
    public static RunResult many(int flows) {
        List<FlowResult> results = new ArrayList<>();
        for (int i = 1; i <= flows; i++) {
            results.add(flow("flow-" + i, "client", "server", "capture", "same rack", 5 * GBIT, "flow", i * 1_000L)
                    .delivered(i * 1_000L, 0)
                    .packets(i, i, Map.of())
                    .latency(50_000, 100)
                    .build());
        }
        return result("redis-benchmark", results, List.of(), null);
    }

    /** Flows called as those of a replayed capture are. */
    public static RunResult named(String... names) {
        List<FlowResult> results = new ArrayList<>();
        for (String name : names) {
            results.add(flow(name, "first", "second", "as captured", "same data centre", 5 * GBIT, "flow", 597_000L)
                    .delivered(597_000L, 0)
                    .packets(1, 1, Map.of())
                    .latency(50_000, 100)
                    .build());
        }
        return result("redis-benchmark", results, List.of(), null);
    }

    private static RunResult result(
            String name, List<FlowResult> flows, List<ExpectationResult> expectations, String voidReason) {
        long sent = flows.stream().mapToLong(FlowResult::packetsSent).sum();
        long delivered = flows.stream().mapToLong(FlowResult::packetsDelivered).sum();
        long dropped = flows.stream().mapToLong(FlowResult::packetsDropped).sum();
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("tx_packets", sent);
        counters.put("tx_bytes", sent * 1_500);
        counters.put("bw_out_allowance_exceeded", 0L);
        Map<String, Long> own = Map.of("gateway_allowance_exceeded", 7L);
        return new RunResult(
                name,
                "virtual",
                42,
                "9f86d081884c7d659a2feaa0c55ad015",
                GBIT,
                2_310_000_000L,
                flows,
                List.of(
                        new InterfaceResult("eni-0a01", "a", "us-east-1a-d1-r1-h1", counters, own),
                        new InterfaceResult("eni-0a02", "b", "us-east-1a-d1-r1-h2", counters, own)),
                new PacketTotals(sent, delivered, dropped, sent - delivered - dropped),
                expectations,
                voidReason,
                null,
                List.of(),
                List.of());
    }

    private static Builder flow(
            String name, String from, String to, String frame, String path, long cap, String binding, long offered) {
        Builder builder = new Builder();
        builder.name = name;
        builder.from = from;
        builder.to = to;
        builder.frame = frame;
        builder.path = path;
        builder.cap = cap;
        builder.binding = binding;
        builder.offered = offered;
        return builder;
    }

    private static final class Builder {
        private String name;
        private String from;
        private String to;
        private String frame;
        private String path;
        private long cap;
        private String binding;
        private long offered;
        private long delivered;
        private long errorPpm;
        private long sent;
        private long arrived;
        private long inFlight;
        private Map<String, Long> drops;
        private Windows windows;
        private final Histogram latency = new Histogram(3_600_000_000_000L, 3);

        Builder delivered(long bitsPerSecond, long errorPpm) {
            this.delivered = bitsPerSecond;
            this.errorPpm = errorPpm;
            return this;
        }

        Builder packets(long sent, long arrived, Map<String, Long> drops) {
            this.sent = sent;
            this.arrived = arrived;
            this.drops = new TreeMap<>(drops);
            return this;
        }

        Builder windows(Windows windows) {
            this.windows = windows;
            return this;
        }

        Builder inFlight(long inFlight) {
            this.inFlight = inFlight;
            return this;
        }

        /** A floor with an exponential tail. */
        Builder latency(long floorNs, long spreadNs) {
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 100_000; i++) {
                latency.recordValue(floorNs + (long) (-spreadNs * Math.log(1 - random.nextDouble())));
            }
            return this;
        }

        FlowResult build() {
            long windowNs = 10_000_000;
            long[] bytes = new long[100];
            SplittableRandom random = new SplittableRandom(11);
            for (int i = 0; i < bytes.length; i++) {
                long mean = delivered / 8 / 100;
                bytes[i] = mean + (long) ((random.nextDouble() - 0.5) * mean / 200);
            }
            if (windows == null) {
                bytes[bytes.length - 1] /= 2; // a partial one, as a series ends when nobody counts its windows
            }
            return new FlowResult(
                    name,
                    from,
                    to,
                    "udp",
                    frame,
                    path,
                    cap,
                    binding,
                    offered,
                    delivered,
                    errorPpm,
                    sent,
                    arrived,
                    inFlight,
                    drops,
                    latency,
                    new RateSeries(windowNs, bytes),
                    windows,
                    true,
                    List.of());
        }
    }
}
