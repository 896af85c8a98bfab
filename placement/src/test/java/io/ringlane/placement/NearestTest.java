package io.ringlane.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void shouldFindTheWordWithOneLetterMissing() {
        assertThat(Nearest.to("c5n.18xlage", List.of("c5.18xlarge", "c5n.9xlarge", "c5n.18xlarge")))
                .isEqualTo("c5n.18xlarge");
    }

    @Test
    void shouldTakeTheFirstOfEquals() {
        assertThat(Nearest.to("ab", List.of("ax", "ay"))).isEqualTo("ax");
    }

    @Test
    void shouldNotCountCase() {
        assertThat(Nearest.distance("ENA", "ena")).isZero();
    }

    @Test
    void shouldRefuseToChooseFromNothing() {
        assertThatThrownBy(() -> Nearest.to("a", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 500)
    void shouldMeasureAsTheRecursiveDefinitionDoes(
            @ForAll @AlphaChars @StringLength(max = 6) String a, @ForAll @AlphaChars @StringLength(max = 6) String b) {
        assertThat(Nearest.distance(a, b)).isEqualTo(slowDistance(a.toLowerCase(), b.toLowerCase()));
    }

    private static int slowDistance(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        String restA = a.substring(1);
        String restB = b.substring(1);
        if (a.charAt(0) == b.charAt(0)) {
            return slowDistance(restA, restB);
        }
        return 1 + Math.min(slowDistance(restA, restB), Math.min(slowDistance(restA, b), slowDistance(a, restB)));
    }
}
