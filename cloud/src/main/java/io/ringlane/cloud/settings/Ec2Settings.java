package io.ringlane.cloud.settings;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.table.TableFile;
import io.ringlane.placement.table.TableRow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The values of {@code ec2.csv}, which says what they mean and where they come from. Immutable; any thread. */
public final class Ec2Settings {

    private static final String HOURLY_BEFORE = "usd-per-hour-before-2024";
    private static final String REMAP_BEFORE = "usd-per-remap-before-2024";
    private static final String HOURLY_SINCE = "usd-per-hour-since-2024";
    private static final String IPV4_POOL = "public-ipv4-pool";
    private static final String IPV6_POOL = "public-ipv6-pool";
    private static final long BITS_OF_MEGABIT = 1_000_000;
    private static final Set<String> KEYS = keys();

    private final Map<String, TableRow> texts;
    private final Map<Setting, Long> numbers;
    private final Cidr ipv4Pool;
    private final Cidr ipv6Pool;

    private Ec2Settings(Map<String, TableRow> texts, Map<Setting, Long> numbers) {
        this.texts = texts;
        this.numbers = numbers;
        this.ipv4Pool = pool(texts.get(IPV4_POOL));
        this.ipv6Pool = pool(texts.get(IPV6_POOL));
    }

    private static Set<String> keys() {
        Set<String> keys = new HashSet<>(Set.of(HOURLY_BEFORE, REMAP_BEFORE, HOURLY_SINCE, IPV4_POOL, IPV6_POOL));
        Arrays.stream(Setting.values()).map(Setting::label).forEach(keys::add);
        return Set.copyOf(keys);
    }

    /** The settings that ship with Ringlane. */
    public static Ec2Settings builtIn() {
        return BuiltIn.SETTINGS;
    }

    /**
     * These settings with a file of the user laid over them.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     * @throws io.ringlane.placement.table.TableException naming file, line, reason and nearest valid choice
     */
    public Ec2Settings with(Path file) {
        return with(TableFile.read(file, Set.of(), Set.of(), KEYS));
    }

    /** As {@link #with(Path)}, from text; {@code source} is the name that errors carry. */
    public Ec2Settings with(String source, String text) {
        return with(TableFile.parse(source, text, Set.of(), Set.of(), KEYS));
    }

    /**
     * These settings with one number changed.
     *
     * @throws IllegalArgumentException naming the range, if the value is outside it
     */
    public Ec2Settings with(Setting setting, long value) {
        return with("settings", "default, " + setting.label() + ", " + value);
    }

    private Ec2Settings with(TableFile file) {
        return of(file, texts, numbers);
    }

    private static Ec2Settings of(TableFile file, Map<String, TableRow> texts, Map<Setting, Long> numbers) {
        Map<String, TableRow> mergedTexts = new HashMap<>(texts);
        Map<Setting, Long> mergedNumbers = new EnumMap<>(Setting.class);
        mergedNumbers.putAll(numbers);
        for (Setting setting : Setting.values()) {
            TableRow row = file.defaults().get(setting.label());
            if (row != null) {
                mergedNumbers.put(setting, row.integer(TableFile.VALUE, setting.least(), setting.most()));
            }
        }
        file.defaults().forEach((key, row) -> {
            check(key, row);
            mergedTexts.put(key, row);
        });
        return new Ec2Settings(mergedTexts, mergedNumbers);
    }

    private static void check(String key, TableRow row) {
        switch (key) {
            case HOURLY_BEFORE, REMAP_BEFORE, HOURLY_SINCE -> price(row);
            case IPV4_POOL, IPV6_POOL -> {
                if (pool(row).isIpv4() != key.equals(IPV4_POOL)) {
                    throw row.wrong("\"" + key + "\" is a pool of the other family: " + pool(row));
                }
            }
            default -> {
                // a number, checked with its range
            }
        }
    }

    private static BigDecimal price(TableRow row) {
        try {
            BigDecimal price = new BigDecimal(row.text(TableFile.VALUE));
            if (price.signum() >= 0) {
                return price;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw row.wrong(
                "\"" + row.name() + "\" must be US dollars, 0 or more, not \"" + row.text(TableFile.VALUE) + "\"");
    }

    private static Cidr pool(TableRow row) {
        try {
            return Cidr.parse(row.text(TableFile.VALUE), row.name());
        } catch (Ec2Exception e) {
            throw row.wrong(e.detail());
        }
    }

    /** The value of a number. */
    public long value(Setting setting) {
        return numbers.get(setting);
    }

    /** The value of a number that fits an int. */
    public int count(Setting setting) {
        return Math.toIntExact(numbers.get(setting));
    }

    /** What an instance of a type may send, and receive, through an internet gateway, in bits a second; 0 for no cap. */
    public long gatewayBitsPerSecond(InstanceType type) {
        long fixed = value(Setting.GATEWAY_MEGABITS_PER_SECOND) * BITS_OF_MEGABIT;
        boolean hasShare = fixed != 0 && type.vcpus() >= value(Setting.GATEWAY_SHARE_VCPUS);
        // a bandwidth of at most 10^14 bits a second, see the catalogue: no overflow
        return hasShare
                ? Math.max(fixed, type.baselineBitsPerSecond() * value(Setting.GATEWAY_SHARE_PERCENT) / 100)
                : fixed;
    }

    /** What a NAT gateway carries, in bits a second, both directions together; 0 for no cap. */
    public long natBitsPerSecond() {
        return value(Setting.NAT_MEGABITS_PER_SECOND) * BITS_OF_MEGABIT;
    }

    /** US dollars an hour for a charged address until 31 January 2024. */
    public BigDecimal usdPerHourBefore2024() {
        return price(texts.get(HOURLY_BEFORE));
    }

    /** US dollars for a remap beyond the free ones until 31 January 2024. */
    public BigDecimal usdPerRemapBefore2024() {
        return price(texts.get(REMAP_BEFORE));
    }

    /** US dollars an hour for any public address since 1 February 2024. */
    public BigDecimal usdPerHourSince2024() {
        return price(texts.get(HOURLY_SINCE));
    }

    /** Where public and Elastic IP addresses come from. */
    public Cidr publicIpv4Pool() {
        return ipv4Pool;
    }

    /** Where VPCs' IPv6 blocks, each a /56, come from. */
    public Cidr publicIpv6Pool() {
        return ipv6Pool;
    }

    /** Whether an address is one of the region's own public ones, given out or not. */
    public boolean isPublic(IpAddress address) {
        return ipv4Pool.contains(address) || ipv6Pool.contains(address);
    }

    private static final class BuiltIn {
        static final Ec2Settings SETTINGS =
                of(TableFile.resource(Ec2Settings.class, "ec2.csv", Set.of(), Set.of(), KEYS), Map.of(), Map.of());
    }
}
