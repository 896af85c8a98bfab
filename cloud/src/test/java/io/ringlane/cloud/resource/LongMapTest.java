package io.ringlane.cloud.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LongMapTest {

    /** Few keys, so that they meet often; the first bit says whether to put or to remove. */
    @Property
    void shouldAgreeWithAHashMapAndLeaveOldMapsAlone(
            @ForAll @Size(max = 300) List<@LongRange(min = 0, max = 200) Long> steps, @ForAll long spread) {
        Map<Long, Long> model = new HashMap<>();
        LongMap<Long> map = LongMap.empty();
        List<LongMap<Long>> olds = new ArrayList<>();
        List<Map<Long, Long>> oldModels = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            olds.add(map);
            oldModels.add(Map.copyOf(model));
            long key = (steps.get(i) >> 1) * (spread | 1);
            if ((steps.get(i) & 1) == 0) {
                map = map.with(key, (long) i);
                model.put(key, (long) i);
            } else {
                map = map.without(key);
                model.remove(key);
            }
        }
        olds.add(map);
        oldModels.add(model);
        for (int i = 0; i < olds.size(); i++) {
            assertSame(olds.get(i), oldModels.get(i));
        }
    }

    private static void assertSame(LongMap<Long> map, Map<Long, Long> model) {
        assertThat(map.size()).isEqualTo(model.size());
        assertThat(map.values()).containsExactlyInAnyOrderElementsOf(model.values());
        model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        assertThat(map.contains(Long.MIN_VALUE + 1)).isEqualTo(model.containsKey(Long.MIN_VALUE + 1));
    }

    @Test
    void shouldIterateInAnOrderThatTheKeysAloneDecide() {
        LongMap<Integer> up = LongMap.empty();
        LongMap<Integer> down = LongMap.empty();
        for (int i = 0; i < 10_000; i++) {
            up = up.with(i, i);
            down = down.with(9_999 - i, 9_999 - i);
        }
        for (int i = 5_000; i < 10_000; i++) {
            up = up.without(i);
            down = down.without(i);
        }
        assertThat(up.values()).isEqualTo(down.values()).hasSize(5_000);
    }

    @Test
    void shouldRefuseNull() {
        LongMap<String> map = LongMap.empty();
        assertThatThrownBy(() -> map.with(7, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without(7)");
    }

    @Test
    void shouldGiveEveryNumberAKeyAndAMacOfItsOwn() {
        KeySequence keys = new KeySequence(42);
        Set<Long> seenKeys = new HashSet<>();
        Set<Long> seenMacs = new HashSet<>();
        for (long number = 1; number <= 200_000; number++) {
            assertThat(seenKeys.add(keys.key(number))).isTrue();
            assertThat(seenMacs.add(keys.mac(number))).isTrue();
            assertThat(keys.mac(number) >>> 40).isEqualTo(0x0A);
        }
        assertThat(seenKeys).doesNotContain(0L);
        assertThat(new KeySequence(42).key(1)).isEqualTo(keys.key(1));
        assertThat(new KeySequence(43).key(1)).isNotEqualTo(keys.key(1));
    }
}
