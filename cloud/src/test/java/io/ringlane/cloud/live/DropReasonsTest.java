package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.forwarding.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DropReasonsTest {

    /** What explain calls a refusal can be written as an expectation. */
    @ParameterizedTest
    @EnumSource
    void shouldHaveOneNameWhereverARefusalIsShown(Refusal refusal) {
        assertThat(refusal.label()).isEqualTo(DropReasons.of(refusal).label());
    }
}
