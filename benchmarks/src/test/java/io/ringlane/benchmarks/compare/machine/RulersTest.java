package io.ringlane.benchmarks.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RulersTest {

    private final Rulers here = new Rulers(Map.of("integer", 1.0, "memory", 100.0));

    @Test
    void shouldLetLikeMachinesBeCompared() {
        assertThat(here.refusal(new Rulers(Map.of("integer", 1.14, "memory", 90.0))))
                .isNull();
    }

    @Test
    void shouldRefuseBeyondFifteenPercentEitherWayAndNameTheWorstRuler() {
        assertThat(here.refusal(new Rulers(Map.of("integer", 1.2, "memory", 131.0))))
                .isEqualTo(
                        "the memory ruler differs by 31 % (100.00 ns and 131.00 ns a step); at most 15 % is allowed");
        assertThat(here.refusal(new Rulers(Map.of("integer", 0.8, "memory", 100.0))))
                .contains("integer");
    }

    @Test
    void shouldRefuseWhereThereIsNothingToGoBy() {
        assertThat(Rulers.none().refusal(Rulers.none())).contains("not the same");
        assertThat(here.refusal(new Rulers(Map.of("integer", 1.0)))).contains("not the same");
        assertThat(here.refusal(new Rulers(Map.of("integer", Double.NaN, "memory", 100.0))))
                .contains("integer");
    }

    @Test
    void shouldKeepTheFasterOfTwoReadings() {
        assertThat(here.best(new Rulers(Map.of("integer", 0.9, "memory", 120.0))))
                .isEqualTo(new Rulers(Map.of("integer", 0.9, "memory", 100.0)));
    }
}
