package io.ringlane.cloud.address;

import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Meters public addresses: how long each Elastic IP has been used for what, and how many address-hours the pool has lent.
 *
 * <p>Times are exact to the nanosecond and charged in proportion. Threads: one at a time.
 */
public final class AddressLedger {

    private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final Ec2Settings settings;
    private final Map<Long, Meter> meters = new LinkedHashMap<>();
    private final Map<Long, Long> remapsByMonth = new LinkedHashMap<>();
    private int autoAssigned;
    private long autoSinceNs;
    private BigDecimal autoNs = BigDecimal.ZERO;

    public AddressLedger(Ec2Settings settings) {
        this.settings = settings;
    }

    /** An Elastic IP is used so from now on; the same use as before changes nothing. */
    public void onUse(ElasticIp address, AddressUse use, long nowNs) {
        meters.computeIfAbsent(address.key(), key -> new Meter(address)).switchTo(use, nowNs);
    }

    /** An Elastic IP was released; its line stays in the report. */
    public void onRelease(long allocationKey, long nowNs) {
        meters.get(allocationKey).switchTo(null, nowNs);
    }

    /** An Elastic IP that had an association before was associated. */
    public void onRemap(long nowNs) {
        remapsByMonth.merge(nowNs / (settings.value(Setting.HOURS_PER_MONTH) * HOUR_NS), 1L, Long::sum);
    }

    /** So many addresses of the pool are lent from now on. */
    public void onAutoAssigned(int count, long nowNs) {
        autoNs = autoNs.add(autoNsUntil(nowNs));
        autoSinceNs = nowNs;
        autoAssigned = count;
    }

    private BigDecimal autoNsUntil(long nowNs) {
        return BigDecimal.valueOf(autoAssigned).multiply(BigDecimal.valueOf(nowNs - autoSinceNs));
    }

    /** What everything has cost so far, under both rules. */
    public CostReport report(long nowNs) {
        List<CostReport.Line> lines = new ArrayList<>();
        for (Meter meter : meters.values()) {
            Map<AddressUse, BigDecimal> hours = new LinkedHashMap<>();
            BigDecimal all = BigDecimal.ZERO;
            BigDecimal charged = BigDecimal.ZERO;
            for (AddressUse use : AddressUse.values()) {
                long ns = meter.nsAs(use, nowNs);
                if (ns > 0) {
                    BigDecimal inHours = hours(BigDecimal.valueOf(ns));
                    hours.put(use, inHours);
                    all = all.add(inHours);
                    charged = use.isChargedBefore2024() ? charged.add(inHours) : charged;
                }
            }
            lines.add(new CostReport.Line(
                    meter.address.publicIp() + " " + meter.address.id(),
                    hours,
                    dollars(charged, settings.usdPerHourBefore2024()),
                    dollars(all, settings.usdPerHourSince2024())));
        }
        BigDecimal autoHours = hours(autoNs.add(autoNsUntil(nowNs)));
        return new CostReport(
                lines,
                autoHours,
                dollars(autoHours, settings.usdPerHourSince2024()),
                chargedRemaps(),
                dollars(BigDecimal.valueOf(chargedRemaps()), settings.usdPerRemapBefore2024()));
    }

    private long chargedRemaps() {
        long free = settings.value(Setting.FREE_REMAPS_PER_MONTH);
        return remapsByMonth.values().stream()
                .mapToLong(count -> Math.max(0, count - free))
                .sum();
    }

    private static BigDecimal hours(BigDecimal ns) {
        return ns.divide(NANOS_PER_HOUR, MathContext.DECIMAL128);
    }

    private static BigDecimal dollars(BigDecimal amount, BigDecimal price) {
        return amount.multiply(price).setScale(6, RoundingMode.HALF_UP);
    }

    private static final class Meter {
        private final ElasticIp address;
        private final long[] ns = new long[AddressUse.values().length];
        private AddressUse use;
        private long sinceNs;

        Meter(ElasticIp address) {
            this.address = address;
        }

        void switchTo(AddressUse next, long nowNs) {
            if (use != null) {
                ns[use.ordinal()] += nowNs - sinceNs;
            }
            use = next;
            sinceNs = nowNs;
        }

        long nsAs(AddressUse asked, long nowNs) {
            return ns[asked.ordinal()] + (asked == use ? nowNs - sinceNs : 0);
        }
    }
}
