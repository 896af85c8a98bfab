package io.ringlane.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNameTest {

    private static final List<String> KEYS = List.of("frame", "from", "to", "rate", "protocol", "connections");

    @Test
    void shouldFindSlipsOfOneLetter() {
        assertThat(NearestName.of("fram", KEYS)).contains("frame");
        assertThat(NearestName.of("form", KEYS)).contains("from");
        assertThat(NearestName.of("Rate", KEYS)).contains("rate");
        assertThat(NearestName.of("conections", KEYS)).contains("connections");
    }

    @Test
    void shouldAllowMoreSlipsInLongerNames() {
        assertThat(NearestName.of("protokol", KEYS)).contains("protocol");
        assertThat(NearestName.of("conectoins", KEYS)).contains("connections");
    }

    @Test
    void shouldStaySilentWhenNothingIsNear() {
        assertThat(NearestName.of("bandwidth", KEYS)).isEmpty();
        assertThat(NearestName.of("", KEYS)).isEmpty();
        assertThat(NearestName.of("frame".repeat(1000), KEYS)).isEmpty();
        assertThat(NearestName.of("frame", List.of())).isEmpty();
    }

    @Test
    void shouldNotTakeOneNameForAnotherThatSharesNoLetter() {
        assertThat(NearestName.of("nosuch", List.of("a", "b"))).isEmpty();
        assertThat(NearestName.of("x", List.of("a"))).isEmpty();
        assertThat(NearestName.of("A", List.of("a"))).contains("a");
    }

    @Test
    void shouldListWhatThereIsWhenNothingIsNear() {
        assertThat(NearestName.advice("rats", KEYS, "keys")).isEqualTo("did you mean 'rate'?");
        assertThat(NearestName.advice("nosuch", List.of("a", "b"), "instances")).isEqualTo("the instances are a, b");
        assertThat(NearestName.advice("nosuch", List.of(), "instances")).isEqualTo("there are no instances");
        List<String> many = IntStream.range(0, 20).mapToObj(i -> "host-" + i).toList();
        assertThat(NearestName.advice("nosuch", many, "hosts"))
                .startsWith("the hosts are host-0, host-1, ")
                .endsWith("host-11 and 8 more");
    }

    @Property(tries = 500)
    void shouldMeasureAsTheRecursiveDefinitionDoes(
            @ForAll @AlphaChars @StringLength(max = 6) String a, @ForAll @AlphaChars @StringLength(max = 6) String b) {
        assertThat(NearestName.distance(a, b, 100)).isEqualTo(slowDistance(a, b));
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
        int least = 1 + Math.min(slowDistance(restA, restB), Math.min(slowDistance(restA, b), slowDistance(a, restB)));
        boolean isSwap = a.length() > 1 && b.length() > 1 && a.charAt(0) == b.charAt(1) && a.charAt(1) == b.charAt(0);
        return isSwap ? Math.min(least, 1 + slowDistance(a.substring(2), b.substring(2))) : least;
    }

    @Test
    void shouldPreferTheEarlierOfTwoEquallyNear() {
        assertThat(NearestName.of("rat", List.of("rats", "rate"))).contains("rats");
    }
}
