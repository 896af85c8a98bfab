package io.ringlane.core.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cap's long arithmetic beside the same rule in numbers that cannot overflow. */
class CapTest {

    private static final long SECOND = 1_000_000_000L;

    /** Earliest departure times, in 2^-28 ns as big as they get. */
    private static final class Model {

        private final BigInteger unitCost;
        private final long toleranceNs;
        private final long horizonNs;
        private BigInteger next = BigInteger.ZERO;

        Model(final long unitsPerSecond, final long perUnit, final long toleranceNs, final long horizonNs) {
            final BigInteger second = BigInteger.valueOf(SECOND).shiftLeft(28).multiply(BigInteger.valueOf(perUnit));
            final BigInteger[] parts = second.divideAndRemainder(BigInteger.valueOf(unitsPerSecond));
            this.unitCost = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
            this.toleranceNs = toleranceNs;
            this.horizonNs = horizonNs;
        }

        long admit(final long nowNs, final int units) {
            final long waitNs = next.shiftRight(28).longValueExact() - toleranceNs - nowNs;
            if (waitNs > horizonNs) {
                return Cap.REFUSED;
            }
            next = next.max(BigInteger.valueOf(nowNs).shiftLeft(28)).add(unitCost.multiply(BigInteger.valueOf(units)));
            return nowNs + Math.max(waitNs, 0);
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void shouldDoWhatBigIntegersDo(@ForAll final long seed) {
        final Random random = new Random(seed);
        final boolean packets = random.nextInt(4) == 0;
        final long rate = packets
                ? 1 + (random.nextLong() >>> 20 + random.nextInt(43))
                : Cap.MIN_BITS_PER_SECOND + (random.nextLong() >>> 1 + random.nextInt(62));
        final long toleranceNs = random.nextBoolean() ? 0 : random.nextLong() >>> 20 + random.nextInt(40);
        final long horizonNs = random.nextBoolean() ? 200_000 : random.nextLong() >>> 3 + random.nextInt(60);
        final Cap cap =
                packets ? Cap.ofPackets(rate, toleranceNs, horizonNs) : Cap.ofBits(rate, toleranceNs, horizonNs);
        final Model model = new Model(rate, packets ? 1 : 8, toleranceNs, horizonNs);
        final long stepNs = 1 + (random.nextLong() >>> 20 + random.nextInt(43));
        long nowNs = random.nextInt(1_000);
        for (int i = 0; i < 500; i++) {
            nowNs += random.nextInt(3) == 0 ? 0 : random.nextLong(stepNs);
            final int units = packets ? 1 : random.nextInt(3) == 0 ? random.nextInt(65_537) : 64 + random.nextInt(1454);
            assertThat(cap.admit(nowNs, units))
                    .as("packet %d at %d ns, rate %d", i, nowNs, rate)
                    .isEqualTo(model.admit(nowNs, units));
            assertThat(cap.nextNs()).isEqualTo(model.next.shiftRight(28).longValueExact());
        }
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void shouldChargeABurstAsItsPackets(@ForAll final long seed) {
        final Random random = new Random(seed);
        final boolean packets = random.nextBoolean();
        final long rate = packets
                ? 1 + (random.nextLong() >>> 10 + random.nextInt(53))
                : Cap.MIN_BITS_PER_SECOND + (random.nextLong() >>> 1 + random.nextInt(62));
        final long toleranceNs = random.nextBoolean() ? 0 : random.nextLong() >>> 20 + random.nextInt(40);
        final Cap atOnce = packets ? Cap.ofPackets(rate, toleranceNs, SECOND) : Cap.ofBits(rate, toleranceNs, SECOND);
        final Cap oneByOne = packets ? Cap.ofPackets(rate, toleranceNs, SECOND) : Cap.ofBits(rate, toleranceNs, SECOND);
        final Cap inOneGo = packets ? Cap.ofPackets(rate, toleranceNs, SECOND) : Cap.ofBits(rate, toleranceNs, SECOND);
        long nowNs = random.nextInt(1_000);
        for (int burst = 0; burst < 50; burst++) {
            final int[] lengths = random.ints(1 + random.nextInt(32), 60, 9_015).toArray();
            final long bytes = Arrays.stream(lengths).sum();
            final boolean admits = atOnce.admitsAll(nowNs, lengths.length - 1, bytes - lengths[lengths.length - 1]);
            if (admits) {
                atOnce.chargeAll(nowNs, lengths.length, bytes);
            }
            assertThat(inOneGo.chargeIfAllPass(nowNs, lengths.length, bytes, lengths[lengths.length - 1]))
                    .isEqualTo(admits);
            boolean departed = true;
            for (final int length : lengths) {
                departed &= oneByOne.admit(nowNs, length) == nowNs;
                if (!admits) {
                    atOnce.admit(nowNs, length);
                    inOneGo.admit(nowNs, length);
                }
            }
            if (admits) {
                assertThat(departed)
                        .as("burst %d at rate %d, %d packets", burst, rate, lengths.length)
                        .isTrue();
            } else if (rate > 1_000_000) { // a slower cap refuses to charge long bursts at once, see chargeableBytes
                assertThat(departed).as("burst %d at rate %d", burst, rate).isFalse();
            }
            assertThat(atOnce.nextNs()).isEqualTo(oneByOne.nextNs());
            assertThat(inOneGo.nextNs()).isEqualTo(oneByOne.nextNs());
            nowNs += random.nextInt(3) == 0 ? 0 : random.nextLong() >>> 24 + random.nextInt(36);
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Cap.MIN_BITS_PER_SECOND,
                16_001,
                64_000,
                1_000_000,
                5_000_000_000L,
                10_000_000_000L,
                999_999_999_989L,
                3_200_000_000_000L
            })
    void shouldCarryTheRemainderOverAMillionPackets(final long rate) {
        final Cap cap = Cap.ofBits(rate, 0, Long.MAX_VALUE);
        final Random random = new Random(rate);
        long bytes = 0;
        for (int i = 0; i < 1_000_000; i++) {
            final int length = 60 + random.nextInt(9_000);
            cap.admit(0, length);
            bytes += length;
        }
        final BigDecimal exactNs = BigDecimal.valueOf(bytes)
                .multiply(BigDecimal.valueOf(8 * SECOND))
                .divide(BigDecimal.valueOf(rate), MathContext.DECIMAL128);
        final BigDecimal errorNs = BigDecimal.valueOf(cap.nextNs()).subtract(exactNs);
        assertThat(errorNs).as("never faster than the rate").isGreaterThan(BigDecimal.ONE.negate());
        assertThat(errorNs)
                .as("slower by less than a millionth")
                .isLessThan(exactNs.movePointLeft(6).add(BigDecimal.ONE));
    }

    @Test
    void shouldPaceWithoutATolerance() {
        final Cap cap = Cap.ofBits(8 * SECOND, 0, 10_000); // a byte a nanosecond
        assertThat(cap.admit(100, 1_000)).isEqualTo(100);
        assertThat(cap.admit(100, 1_000)).isEqualTo(1_100);
        assertThat(cap.admit(1_099, 500)).isEqualTo(2_100);
        assertThat(cap.admit(5_000, 1)).as("what was not used is gone").isEqualTo(5_000);
        assertThat(cap.admit(5_000, 1)).isEqualTo(5_001);
    }

    @Test
    void shouldRunAheadByItsToleranceAndNoFurther() {
        final Cap cap = Cap.ofBits(8 * SECOND, 10_000, 1_000_000);
        final long[] departures = new long[13];
        for (int i = 0; i < departures.length; i++) {
            departures[i] = cap.admit(0, 1_000);
        }
        assertThat(departures).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1_000, 2_000);
        // 5 us of idling earn 5 packets back: the cap was 13 us ahead and may be 10.
        assertThat(cap.admit(8_000, 1_000)).isEqualTo(8_000);
    }

    @Test
    void shouldLeaveTheCapUnchangedWhenItRefuses() {
        final Cap cap = Cap.ofBits(8 * SECOND, 0, 1_000);
        assertThat(cap.admit(0, 1_001)).isZero();
        final long nextNs = cap.nextNs();
        for (int i = 0; i < 100; i++) {
            assertThat(cap.admit(0, 9_001)).isEqualTo(Cap.REFUSED);
        }
        assertThat(cap.nextNs()).isEqualTo(nextNs).isEqualTo(1_001);
        assertThat(cap.admit(1, 1)).as("exactly at the horizon").isEqualTo(1_001);
    }

    @Test
    void shouldTakeTheLongestFrameAtTheSlowestRate() {
        final Cap cap = Cap.ofBits(Cap.MIN_BITS_PER_SECOND, 0, Long.MAX_VALUE);
        for (long i = 0; i < 1_000; i++) {
            assertThat(cap.admit(0, 65_536)).isBetween(i * 32_768_000_000L, i * 32_768_000_000L + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7_076_000_000_000_000_000L, Long.MAX_VALUE})
    void shouldTakeTheFastestRateWithoutRunningBackwards(final long rate) {
        assertThat(Cap.costOfByte(rate)).isOne();
        final Cap bits = Cap.ofBits(rate, 0, 0);
        final Cap packets = Cap.ofPackets(rate, 0, 0);
        long lastNs = 0;
        for (int i = 0; i < 1_000; i++) {
            assertThat(bits.admit(0, 9_001)).isZero();
            assertThat(packets.admit(0, 1)).isZero();
            assertThat(bits.nextNs()).isGreaterThanOrEqualTo(lastNs);
            lastNs = bits.nextNs();
        }
    }

    @ParameterizedTest
    @CsvSource({"10,1000", "1000,1000000", "1,100000000"})
    void shouldNeverPassMoreThanTheRateInAnyWindow(final int gigabits, final long seed) {
        final Cap cap = Cap.ofBits(gigabits * SECOND, 0, 1_000_000);
        final Random random = new Random(seed);
        final long[] departures = new long[5_000];
        final long[] upTo = new long[5_001];
        long nowNs = 0;
        int count = 0;
        int longest = 0;
        while (count < departures.length) {
            nowNs += random.nextInt(2_000) == 0 ? random.nextInt(1_000_000) : random.nextInt(500);
            final int length = 64 + random.nextInt(8_938);
            final long departureNs = cap.admit(nowNs, length);
            if (departureNs != Cap.REFUSED) {
                departures[count++] = departureNs;
                upTo[count] = upTo[count - 1] + length;
                longest = Math.max(longest, length);
            }
        }
        for (int from = 0; from < count; from++) {
            for (int to = from; to < count; to += 1 + to / 100) {
                final double windowNs = departures[to] - departures[from] + 1; // departures are whole nanoseconds
                assertThat((double) (upTo[to + 1] - upTo[from]))
                        .as("from packet %d to packet %d, seed %d", from, to, seed)
                        .isLessThanOrEqualTo(windowNs * gigabits / 8 + longest);
            }
        }
    }

    @Test
    void shouldRefuseWhatItCannotCount() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cap.ofBits(15_999, 0, 0))
                .withMessage("a cap of 15999 bit/s is below the slowest supported, 16000 bit/s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cap.ofPackets(0, 0, 0))
                .withMessage("a cap of 0 packets a second lets nothing through");
        assertThatIllegalArgumentException().isThrownBy(() -> Cap.ofBits(Long.MIN_VALUE, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Cap.ofBits(SECOND, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Cap.ofBits(SECOND, 0, -1));
        assertThatIllegalArgumentException()
                .as("a tolerance that would overflow when time is taken off")
                .isThrownBy(() -> Cap.ofBits(SECOND, Long.MAX_VALUE, 0));
    }
}
