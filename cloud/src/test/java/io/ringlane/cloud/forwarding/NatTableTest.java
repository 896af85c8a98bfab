package io.ringlane.cloud.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NatTableTest {

    private static final IpAddress OUTSIDE = IpAddress.parse("10.0.0.5");
    private static final long SECOND = 1_000_000_000L;

    private static NatTable table(int firstPort, int lastPort, int limit) {
        return new NatTable(
                0,
                Ec2Settings.builtIn()
                        .with(Setting.NAT_FIRST_PORT, firstPort)
                        .with(Setting.NAT_LAST_PORT, lastPort)
                        .with(Setting.NAT_CONNECTIONS_PER_DESTINATION, limit));
    }

    private static Flow inside(int host, int port, int destination) {
        return Flow.tcp("10.0.1." + host, port, "8.8.8." + destination, 443);
    }

    @Test
    void shouldRefuseOnlyTheDestinationThatHasNoPortLeft() {
        NatTable table = table(5000, 5002, 2);
        assertThat(table.portFor(inside(1, 1, 8), OUTSIDE, 0)).isEqualTo(5000);
        assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, 0)).isEqualTo(5001);
        assertThat(table.portFor(inside(3, 1, 8), OUTSIDE, 0)).isEqualTo(Translations.NONE);
        assertThat(table.portFor(inside(1, 1, 8), OUTSIDE, 0))
                .as("its own again")
                .isEqualTo(5000);
        assertThat(table.portFor(inside(3, 1, 9), OUTSIDE, 0)).isBetween(5000, 5002);
    }

    @Test
    void shouldForgetWhatIsIdleAndKeepWhatIsNot() {
        NatTable table = table(5000, 5000, 1);
        table.portFor(inside(1, 1, 8), OUTSIDE, 0);
        Flow answer = inside(1, 1, 8).from(OUTSIDE, 5000).reversed();
        assertThat(table.answerFor(answer, 349 * SECOND))
                .isEqualTo(inside(1, 1, 8).reversed());
        assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, 350 * SECOND))
                .as("the answer kept it")
                .isEqualTo(Translations.NONE);
        assertThat(table.answerFor(answer, 699 * SECOND)).isNull();
        assertThat(table.portFor(inside(2, 1, 8), OUTSIDE, 699 * SECOND)).isEqualTo(5000);
    }

    /** Two flows never share what outside tells them apart, and every answer finds its way back. */
    @Property
    void shouldTellFlowsApart(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 99) Integer> flows) {
        NatTable table = table(5000, 5009, 8);
        Map<Flow, Flow> insideOf = new HashMap<>();
        for (int each : flows) {
            Flow inside = inside(each % 5, 1000 + each / 5 % 4, each / 20);
            int port = table.portFor(inside, OUTSIDE, 0);
            if (port != Translations.NONE) {
                Flow outside = inside.from(OUTSIDE, port);
                assertThat(insideOf.getOrDefault(outside, inside)).isEqualTo(inside);
                insideOf.put(outside, inside);
            }
        }
        insideOf.forEach((outside, inside) ->
                assertThat(table.answerFor(outside.reversed(), 0)).isEqualTo(inside.reversed()));
    }
}
