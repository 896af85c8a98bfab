package io.ringlane.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    void shouldPreferTheEarlierOfTwoEquallyNear() {
        assertThat(NearestName.of("rat", List.of("rats", "rate"))).contains("rats");
    }
}
