package io.ringlane.placement.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RackIndexTest {

    /** Compares with a walk over all racks, for every start, end and amount. */
    @Property(tries = 300)
    void shouldFindWhatAWalkFinds(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 5) Integer> offers,
            @ForAll @Size(max = 20) List<@IntRange(max = 5) Integer> changes) {
        RackIndex index = new RackIndex(offers.size());
        int[] offered = new int[offers.size()];
        for (int i = 0; i < offers.size() + changes.size(); i++) {
            int rack = i % offers.size();
            offered[rack] = i < offers.size() ? offers.get(i) : changes.get(i - offers.size());
            index.set(rack, offered[rack]);
        }
        for (int from = 0; from <= offered.length; from++) {
            for (int to = 0; to <= offered.length; to++) {
                for (int least = 1; least <= 6; least++) {
                    assertThat(index.next(from, to, least))
                            .as("from %d to %d, %d in %s", from, to, least, offered)
                            .isEqualTo(walk(offered, from, to, least));
                }
            }
        }
    }

    private static int walk(int[] offered, int from, int to, int least) {
        for (int rack = from; rack < to; rack++) {
            if (offered[rack] >= least) {
                return rack;
            }
        }
        return -1;
    }
}
