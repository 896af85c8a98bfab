package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.PacketParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * The flow table beside a hash map: what was put in is found, whatever left, grew or aged around it. Most keys are chosen
 * so that they meet in a few slots, some with equal tags, about the end of the index.
 */
class FlowTableTest {

    private static final long IDLE_NS = 1_000;
    private static final int OPERATIONS = 3_000;
    private static final FlowHash KNOWN = new FlowHash(0x9E3779B97F4A7C15L, 0xBB67AE8584CAA73BL);

    /** A flow as the test knows it. */
    private static final class Flow {

        private final long[] key;
        private final int record;
        private long lastNs;
        private int inFlight;

        private Flow(final long[] key, final int record) {
            this.key = key;
            this.record = record;
        }
    }

    private final Map<List<Long>, Flow> model = new HashMap<>();
    private final List<Flow> listed = new ArrayList<>();
    private FlowTable table = new FlowTable(1, IDLE_NS, KNOWN);
    private Random random = new Random(0);
    private int freeRecords;

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void shouldDoWhatAHashMapDoes(@ForAll final long seed) {
        random = new Random(seed);
        freeRecords = 1 + random.nextInt(random.nextBoolean() ? 40 : 4_000);
        table = new FlowTable(freeRecords, IDLE_NS, KNOWN);
        model.clear();
        listed.clear();
        long nowNs = 0;
        final int removals = random.nextInt(4); // of 8: few let it grow, many keep it small
        for (int operation = 0; operation < OPERATIONS; operation++) {
            final int kind = random.nextInt(16);
            if (kind < 2 * removals && !listed.isEmpty()) {
                remove(listed.get(random.nextInt(listed.size())));
            } else if (kind == 15) {
                findBurst();
            } else if (kind == 14 && random.nextInt(8) == 0) {
                nowNs += random.nextLong(IDLE_NS);
                age(nowNs);
            } else if (kind == 14 && !listed.isEmpty()) {
                use(listed.get(random.nextInt(listed.size())), nowNs);
            } else {
                insert(nowNs);
            }
            assertThat(table.flows()).isEqualTo(model.size());
        }
        listed.forEach(this::checkFound);
        assertThat(records()).isEqualTo(listed.stream().map(flow -> flow.record).collect(Collectors.toSet()));
        while (!listed.isEmpty()) {
            remove(listed.get(random.nextInt(listed.size())));
        }
        assertThat(records()).isEmpty();
    }

    private void insert(final long nowNs) {
        final long[] key = key();
        if (model.containsKey(boxed(key))) {
            checkFound(model.get(boxed(key)));
            return;
        }
        assertThat(find(key)).as("a flow that is not there").isEqualTo(FlowTable.NONE);
        final int record = table.insert(key, 0, hash(key));
        final int needed = FlowKey.isIpv6(key[1]) ? 2 : 1;
        if (needed > freeRecords) {
            assertThat(record).as("a full table").isEqualTo(FlowTable.NONE);
            return;
        }
        assertThat(record).as("%d records are free", freeRecords).isNotEqualTo(FlowTable.NONE);
        freeRecords -= needed;
        for (int word = FlowRecordLayout.CAP_NEXT; word < FlowRecordLayout.WORDS; word++) {
            assertThat(word(record, word)).as("word %d of a new flow", word).isZero();
            setWord(record, word, 0x55L << word);
        }
        final Flow flow = new Flow(key, record);
        use(flow, nowNs);
        model.put(boxed(key), flow);
        listed.add(flow);
        checkFound(flow);
    }

    private void use(final Flow flow, final long nowNs) {
        flow.lastNs = nowNs;
        flow.inFlight = random.nextInt(3) == 0 ? 1 + random.nextInt(100) : 0;
        final boolean capped = random.nextBoolean();
        setWord(flow.record, FlowRecordLayout.CAP_NEXT, capped ? nowNs : nowNs / 2);
        setWord(flow.record, FlowRecordLayout.LATEST_DUE, capped ? nowNs / 2 : nowNs);
        setWord(flow.record, FlowRecordLayout.PACKETS, FlowRecordLayout.ONE_SENT * 7 + flow.inFlight);
    }

    private void remove(final Flow flow) {
        checkFound(flow);
        table.remove(flow.record);
        forget(flow);
        assertThat(find(flow.key)).as("a flow that was removed").isEqualTo(FlowTable.NONE);
    }

    private void forget(final Flow flow) {
        freeRecords += FlowKey.isIpv6(flow.key[1]) ? 2 : 1;
        model.remove(boxed(flow.key));
        listed.remove(flow);
    }

    private void age(final long nowNs) {
        table.maintain(nowNs, table.recordLimit() - 1); // each record once
        for (final Flow flow : List.copyOf(listed)) {
            if (nowNs - flow.lastNs > IDLE_NS && flow.inFlight == 0) {
                forget(flow);
                assertThat(find(flow.key)).as("an idle flow").isEqualTo(FlowTable.NONE);
            } else {
                checkFound(flow);
            }
        }
    }

    /** As the classifier looks: candidates first, the search where they mislead. */
    private void findBurst() {
        final int count = 1 + random.nextInt(Pipeline.BURST);
        final long[] keys = new long[Pipeline.BURST * PacketParser.KEY_WORDS];
        final long[] hashes = new long[Pipeline.BURST];
        final int[] records = new int[Pipeline.BURST];
        final int[] expected = new int[Pipeline.BURST];
        for (int i = 0; i < count; i++) {
            final long[] key =
                    random.nextBoolean() && !listed.isEmpty() ? listed.get(random.nextInt(listed.size())).key : key();
            System.arraycopy(key, 0, keys, i * PacketParser.KEY_WORDS, PacketParser.KEY_WORDS);
            hashes[i] = hash(key);
            records[i] = random.nextInt(8) == 0 ? ~i : FlowTable.NONE;
            final Flow flow = model.get(boxed(key));
            expected[i] = records[i] < 0 ? ~i : flow == null ? FlowTable.NONE : flow.record;
        }
        table.candidates(hashes, records, count);
        for (int i = 0; i < count; i++) {
            final int key = i * PacketParser.KEY_WORDS;
            if (records[i] >= 0 && (records[i] == FlowTable.NONE || !table.holds(records[i], keys, key))) {
                records[i] = table.find(keys, key, hashes[i]);
            }
            assertThat(records[i]).isEqualTo(expected[i]);
        }
    }

    private void checkFound(final Flow flow) {
        assertThat(find(flow.key)).isEqualTo(flow.record);
        assertThat(table.holds(flow.record, flow.key, 0)).isTrue();
        assertThat(table.hash(flow.record)).isEqualTo(hash(flow.key));
        final long[] copied = new long[PacketParser.KEY_WORDS];
        table.copyKey(flow.record, copied, 0);
        assertThat(boxed(copied)).isEqualTo(boxed(flow.key));
    }

    private int find(final long[] key) {
        return table.find(key, 0, hash(key));
    }

    /** Records that hold a flow. */
    private Set<Integer> records() {
        return IntStream.range(1, table.recordLimit())
                .filter(table::isFlow)
                .boxed()
                .collect(Collectors.toSet());
    }

    private long word(final int record, final int word) {
        return table.words(record)[FlowTable.base(record) + word];
    }

    private void setWord(final int record, final int word, final long value) {
        table.words(record)[FlowTable.base(record) + word] = value;
    }

    /** A key as the parser writes it; three in four start within eight slots of the index's end, with one of 64 tags. */
    private long[] key() {
        final long[] key = new long[PacketParser.KEY_WORDS];
        final boolean meets = random.nextInt(4) != 0;
        final boolean ipv6 = random.nextInt(4) == 0;
        do {
            if (ipv6) {
                for (int word = 2; word < 6; word++) {
                    key[word] = random.nextInt(3); // addresses that differ in one word alone
                }
                key[0] = FlowKey.mix(FlowKey.mix(key[2], key[3]), FlowKey.mix(key[4], key[5]));
                key[1] = PacketParser.IPV6_FLAG | FlowKey.withPort(random.nextInt(1 << 20), 0);
            } else {
                key[0] = random.nextLong();
                key[1] = FlowKey.withPort(random.nextInt(), random.nextInt(3)) & 0x7FFF_FF00_FFFF_FFFFL;
            }
        } while (meets && ((hash(key) + 4 & 0x3FF) >= 8 || hash(key) >>> 62 != 0));
        return key;
    }

    private static long hash(final long[] key) {
        return KNOWN.of(key, 0);
    }

    /** The words that make a key. */
    private static List<Long> boxed(final long[] key) {
        return Arrays.stream(key, 0, FlowKey.isIpv6(key[1]) ? 6 : 2).boxed().toList();
    }

    @Test
    void shouldTellIpv6FlowsApartThatDifferInOneAddressWordAndMeetInAllElse() {
        final FlowTable two = new FlowTable(2, IDLE_NS, KNOWN);
        final long[] key = {9, PacketParser.IPV6_FLAG | 1L << 40, 1, 2, 3, 4, 0, 0};
        final long same = 7; // for all of them
        final int record = two.insert(key, 0, same);
        assertThat(two.holds(record, key, 0)).isTrue();
        for (int word = 2; word < 6; word++) {
            final long[] other = key.clone();
            other[word] ^= 1L << 63;
            assertThat(two.find(other, 0, same)).as("word %d differs", word).isEqualTo(FlowTable.NONE);
        }
    }
}
