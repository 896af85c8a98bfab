package io.ringlane.cloud.address;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What public addresses have cost, under the rule until 31 January 2024 and the one since.
 *
 * @param lines one an Elastic IP, released ones included
 * @param autoAssignedHours address-hours of the pool's addresses, which were free before 2024
 * @param autoAssignedSince2024 their price since, US dollars
 * @param chargedRemaps associations beyond the free ones of their month
 * @param remapsBefore2024 their price before 2024, US dollars; since then they are free
 */
public record CostReport(
        List<Line> lines,
        BigDecimal autoAssignedHours,
        BigDecimal autoAssignedSince2024,
        long chargedRemaps,
        BigDecimal remapsBefore2024) {

    /**
     * One Elastic IP.
     *
     * @param address the address and its allocation
     * @param hours how long it has been used for what
     * @param before2024 its price under the rule until 31 January 2024, US dollars
     * @param since2024 its price under the rule since, US dollars
     */
    public record Line(
            String address, Map<AddressUse, BigDecimal> hours, BigDecimal before2024, BigDecimal since2024) {}

    /** Whether there was any public address. */
    public boolean isEmpty() {
        return lines.isEmpty() && autoAssignedHours.signum() == 0;
    }

    /** The same with other words for the addresses. */
    public CostReport renamed(UnaryOperator<String> words) {
        return new CostReport(
                lines.stream()
                        .map(each -> new Line(
                                words.apply(each.address()), each.hours(), each.before2024(), each.since2024()))
                        .toList(),
                autoAssignedHours,
                autoAssignedSince2024,
                chargedRemaps,
                remapsBefore2024);
    }

    /** The whole price under the rule until 31 January 2024, US dollars. */
    public BigDecimal totalBefore2024() {
        return lines.stream().map(Line::before2024).reduce(remapsBefore2024, BigDecimal::add);
    }

    /** The whole price under the rule since 1 February 2024, US dollars. */
    public BigDecimal totalSince2024() {
        return lines.stream().map(Line::since2024).reduce(autoAssignedSince2024, BigDecimal::add);
    }

    /** As a table. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(row("address", "until Jan 2024", "since Feb 2024", "hours"));
        for (Line line : lines) {
            String hours = line.hours().entrySet().stream()
                    .map(each -> rounded(each.getValue()) + " " + each.getKey().label())
                    .collect(Collectors.joining(", "));
            table.append(row(line.address(), "$" + line.before2024(), "$" + line.since2024(), hours));
        }
        table.append(row("auto-assigned", "$0.000000", "$" + autoAssignedSince2024, rounded(autoAssignedHours)));
        table.append(row("remaps", "$" + remapsBefore2024, "$0.000000", chargedRemaps + " charged"));
        return table.append(row("total", "$" + totalBefore2024(), "$" + totalSince2024(), ""))
                .toString();
    }

    private static String rounded(BigDecimal hours) {
        return hours.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private static String row(String address, String before, String since, String hours) {
        return String.format("%-43s %14s %14s  %s%n", address, before, since, hours);
    }
}
