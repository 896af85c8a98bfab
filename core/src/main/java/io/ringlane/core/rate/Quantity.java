package io.ringlane.core.rate;

import io.ringlane.core.text.NearestName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The kinds of quantity that people write with a unit, each kept as a {@code long} of one base unit. Units are SI:
 * {@code k} is 1000.
 *
 * <p>Reading is exact decimal arithmetic: a value that is not a whole number of base units is refused, never rounded.
 * A number without a unit is refused too. Case matters ({@code m} is not {@code M}); one space may separate number and
 * unit. All methods are pure and may be called from any thread.
 */
public enum Quantity {
    /** Bits a second: {@code 10Gbit/s}, {@code 10Gbps}, {@code 625MB/s}. A bare {@code bps} is refused. */
    BIT_RATE(
            "bit rate",
            List.of("Gbit/s", "Mbit/s"),
            "10Gbit/s",
            "1",
            printed("bit/s", "1"),
            printed("kbit/s", "1e3"),
            printed("Mbit/s", "1e6"),
            printed("Gbit/s", "1e9"),
            printed("Tbit/s", "1e12"),
            read("kbps", "1e3"),
            read("Mbps", "1e6"),
            read("Gbps", "1e9"),
            read("Tbps", "1e12"),
            read("B/s", "8"),
            read("kB/s", "8e3"),
            read("MB/s", "8e6"),
            read("GB/s", "8e9"),
            read("TB/s", "8e12")),

    /** Packets a second: {@code 14.88Mpps}, {@code 100kpps}, {@code 50pps}. */
    PACKET_RATE(
            "packet rate",
            List.of("Mpps", "kpps"),
            "10Mpps",
            "1",
            printed("pps", "1"),
            printed("kpps", "1e3"),
            printed("Mpps", "1e6"),
            printed("Gpps", "1e9")),

    /** Bytes: {@code 1500B}, {@code 64kB}. {@code KB} and {@code KiB} are refused: they mean 1000 and 1024 by turns. */
    SIZE(
            "size",
            List.of("B"),
            "1500B",
            "10", // 9001 B, not 9.001 kB
            printed("B", "1"),
            printed("kB", "1e3"),
            printed("MB", "1e6"),
            printed("GB", "1e9"),
            printed("TB", "1e12")),

    /** Nanoseconds: {@code 10us}, {@code 250ms}, {@code 1s}, {@code 1m}, {@code 1h}, {@code 1d}. */
    DURATION(
            "duration",
            List.of("s", "ms"),
            "10ms",
            "1",
            printed("ns", "1"),
            printed("us", "1e3"),
            printed("ms", "1e6"),
            printed("s", "1e9"),
            listed("m", "60e9"),
            listed("h", "3600e9"),
            listed("d", "86400e9"),
            read("\u00b5s", "1e3"), // micro sign
            read("\u03bcs", "1e3")), // Greek mu

    /** Parts per million: {@code 0.1%}, {@code 100ppm}. */
    SHARE(
            "share",
            List.of("%", "ppm"),
            "10%",
            "0.1", // 0.1%, but 100 ppm
            printed("ppm", "1"),
            printed("%", "1e4"));

    /** A rate in a table wants to tell 9.999 from 10, and 14.88 Mpps is how people know that number. */
    private static final int TABLE_DIGITS = 4;

    /** Room for the largest long with a fraction and a unit; longer input is refused before any arithmetic. */
    private static final int LONGEST_TEXT = 60;

    private static final Pattern SHAPE = Pattern.compile("(-?)([0-9]+(?:\\.[0-9]+)?) ?([\\p{L}%][^\\s]*)?");
    private static final Pattern BINARY = Pattern.compile("([KMGT])i?(B|B/s|bit/s|bps)|([KMGT])ibit/s");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final String noun;
    private final String baseUnit;
    private final List<String> likelyUnits;
    private final String example;
    private final BigDecimal leastPrinted;
    private final Map<String, BigDecimal> scales = new LinkedHashMap<>();
    private final List<String> printedUnits = new ArrayList<>();
    private final List<String> listedUnits = new ArrayList<>();

    Quantity(String noun, List<String> likelyUnits, String example, String leastPrinted, Unit... table) {
        this.noun = noun;
        this.baseUnit = table[0].name();
        this.likelyUnits = likelyUnits;
        this.example = example;
        this.leastPrinted = new BigDecimal(leastPrinted);
        for (final Unit unit : table) {
            scales.put(unit.name(), unit.scale());
            if (unit.isPrinted()) {
                printedUnits.add(unit.name());
            }
            if (unit.isListed()) {
                listedUnits.add(unit.name());
            }
        }
    }

    /** What a value of this kind is called in a sentence, for instance {@code bit rate}. */
    public String noun() {
        return noun;
    }

    /** An example to show beside a message, for instance {@code 10Gbit/s}. */
    public String example() {
        return example;
    }

    /** The unit that one of the {@code long} stands for, for instance {@code bit/s}. */
    public String baseUnit() {
        return baseUnit;
    }

    /** Every unit that can be read, in the order in which people would list them. */
    public List<String> units() {
        return List.copyOf(scales.keySet());
    }

    /** The kind whose unit the text carries; empty if it has no unit, one nobody knows, or is no quantity at all. */
    public static Optional<Quantity> kindOf(String text) {
        final Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches() || matcher.group(3) == null) {
            return Optional.empty();
        }
        return kindOfUnit(matcher.group(3));
    }

    private static Optional<Quantity> kindOfUnit(String unit) {
        for (final Quantity quantity : values()) {
            if (quantity.scales.containsKey(unit)) {
                return Optional.of(quantity);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a value above zero.
     *
     * @return in base units, 1 to {@link Long#MAX_VALUE}
     * @throws UnitException if the text is anything else; the message names the nearest right choice
     */
    public long parse(String text) {
        return aboveZero(text, parseAllowingZero(text));
    }

    /** As {@link #parse(String)}, where a value of another kind would do too, so that a bare number is told of both. */
    long parse(String text, Quantity other) {
        return aboveZero(text, parseAllowingZero(text, other));
    }

    private long aboveZero(String text, long value) {
        if (value == 0) {
            throw new UnitException(
                    "'" + text + "' is zero: write " + article() + " above 0, for instance " + example());
        }
        return value;
    }

    /**
     * Reads a value for which zero means something, such as a jitter or a share of loss. Zero needs its unit too.
     *
     * @return in base units, 0 to {@link Long#MAX_VALUE}
     * @throws UnitException as {@link #parse}
     */
    public long parseAllowingZero(String text) {
        return parseAllowingZero(text, null);
    }

    /** @param other a kind that would do too, or null */
    private long parseAllowingZero(String text, Quantity other) {
        final Matcher matcher = text.length() <= LONGEST_TEXT ? SHAPE.matcher(text) : null;
        if (matcher == null || !matcher.matches()) {
            throw malformed(text);
        }
        final String number = matcher.group(2);
        final String unit = matcher.group(3);
        if (unit == null) {
            throw new UnitException("'" + text + "' has no unit: write " + choices(number, other));
        }
        final BigDecimal scale = scales.get(unit);
        if (scale == null) {
            throw unknownUnit(text, number, unit);
        }
        if (!matcher.group(1).isEmpty()) {
            throw new UnitException(
                    "'" + text + "' is negative: write " + article() + " above 0, for instance " + example());
        }
        final BigDecimal exact = new BigDecimal(number).multiply(scale);
        if (exact.compareTo(LARGEST) > 0) {
            final BigInteger most = LARGEST.divideToIntegralValue(scale).toBigInteger();
            throw new UnitException("'" + text + "' is too large: the most is " + most + unit);
        }
        if (exact.stripTrailingZeros().scale() > 0) {
            final BigDecimal whole = exact.setScale(0, RoundingMode.HALF_UP).max(BigDecimal.ONE);
            throw new UnitException(
                    "'" + text + "' is not a whole number of " + baseUnit + ": write " + whole + baseUnit);
        }
        return exact.longValueExact();
    }

    /**
     * Prints with up to four significant digits and the largest unit that suits: {@code 10 Gbit/s}, {@code 14.88 Mpps},
     * {@code 12.5 us}, {@code 9001 B}, {@code 0.1%}. Digits before the point are never rounded away.
     *
     * @param value in base units; negative values are printed with a minus
     */
    public String format(long value) {
        return format(value, TABLE_DIGITS);
    }

    /** As {@link #format(long)} with another number of significant digits, 1 to 19. */
    public String format(long value, int significantDigits) {
        final BigDecimal exact = BigDecimal.valueOf(value);
        for (int i = printedUnits.size() - 1; i >= 0; i--) {
            final String unit = printedUnits.get(i);
            final BigDecimal rounded = rounded(exact.divide(scales.get(unit)), significantDigits);
            if (i == 0 || rounded.abs().compareTo(leastPrinted) >= 0) {
                return rounded.stripTrailingZeros().toPlainString() + ("%".equals(unit) ? "" : " ") + unit;
            }
        }
        throw new AssertionError("no unit to print " + this);
    }

    private static BigDecimal rounded(BigDecimal value, int significantDigits) {
        final int wholeDigits = Math.max(0, value.precision() - value.scale());
        return value.round(new MathContext(Math.max(significantDigits, wholeDigits), RoundingMode.HALF_EVEN));
    }

    private UnitException malformed(String text) {
        final String shown = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
        final String hint = text.indexOf(',') >= 0 ? ", with a point for fractions" : "";
        return new UnitException(
                "'" + shown + "' is not a number and a unit" + hint + ": write " + article() + " such as " + example());
    }

    private UnitException unknownUnit(String text, String number, String unit) {
        if (this == BIT_RATE && unit.equals("bps")) {
            return new UnitException("'" + text + "': a bare bps is written for bits and for bytes: write " + number
                    + "bit/s or " + number + "B/s");
        }
        final Matcher binary = BINARY.matcher(unit);
        if (binary.matches() && (unit.indexOf('i') == 1 || unit.charAt(0) == 'K')) {
            final String decimal = (unit.charAt(0) == 'K' ? "k" : unit.substring(0, 1))
                    + unit.substring(unit.indexOf('i') == 1 ? 2 : 1);
            if (scales.containsKey(decimal)) {
                return new UnitException("'" + text + "': units are SI and k is 1000: write " + number + decimal
                        + " or the number of " + baseUnit);
            }
        }
        final Optional<Quantity> other = kindOfUnit(unit);
        if (other.isPresent()) {
            return new UnitException("'" + text + "' is a " + other.get().noun + ", not a " + noun + ": write "
                    + article() + " such as " + example());
        }
        final String bits = unit.replace("b/s", "bit/s"); // a small b is a bit, and its nearest name a byte
        final String nearest = (scales.containsKey(bits)
                        ? Optional.of(bits)
                        : scales.keySet().stream()
                                .filter(unit::equalsIgnoreCase)
                                .findFirst())
                .or(() -> NearestName.of(unit, scales.keySet()))
                .map(near -> "did you mean " + number + near + "?")
                .orElseGet(() -> "write one of " + String.join(", ", listedUnits));
        return new UnitException("'" + text + "' has an unknown unit '" + unit + "': " + nearest);
    }

    /** The number with the units it most likely wants: the first of each kind where two kinds would do. */
    private String choices(String number, Quantity other) {
        final List<String> units = other == null ? likelyUnits : List.of(likelyUnits.get(0), other.likelyUnits.get(0));
        return units.stream().map(unit -> number + unit).collect(Collectors.joining(" or "));
    }

    private String article() {
        return "a " + noun;
    }

    /** A unit that is read and printed; listed from the smallest up. */
    private static Unit printed(String name, String scale) {
        return new Unit(name, new BigDecimal(scale), true, true);
    }

    /** A unit that is read and never printed; messages name it. */
    private static Unit listed(String name, String scale) {
        return new Unit(name, new BigDecimal(scale), false, true);
    }

    /** Another spelling, which is read only. */
    private static Unit read(String name, String scale) {
        return new Unit(name, new BigDecimal(scale), false, false);
    }

    private record Unit(String name, BigDecimal scale, boolean isPrinted, boolean isListed) {}
}
