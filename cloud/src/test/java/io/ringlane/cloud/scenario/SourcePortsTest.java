package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourcePortsTest {

    private final SourcePorts ports = new SourcePorts();

    @Test
    void shouldHandOutEachPortOnceAProtocolAndDestinationPort() {
        assertThat(ports.take("udp", 80, 1)).isEqualTo(10_000);
        assertThat(ports.take("udp", 80, 4)).isEqualTo(10_001);
        assertThat(ports.take("udp", 80, 1)).isEqualTo(10_005);
        assertThat(ports.take("udp", 81, 1)).isEqualTo(10_000);
        assertThat(ports.take("tcp", 80, 1)).isEqualTo(10_000);
    }

    @Test
    void shouldGoAroundPortsThatTheFileGives() {
        ports.reserve("udp", 80, 10_002, 2);

        assertThat(ports.take("udp", 80, 2)).isEqualTo(10_000);
        assertThat(ports.take("udp", 80, 1)).isEqualTo(10_004);
    }

    @Test
    void shouldUseLowerPortsOnlyWhereThereAreNotEnoughAbove() {
        assertThat(ports.take("udp", 80, 60_000)).isEqualTo(SourcePorts.FIRST);
        assertThat(ports.take("udp", 80, 4_000)).isEqualTo(61_024);
        assertThat(ports.take("udp", 80, 513)).isNegative();
        assertThat(ports.take("udp", 80, 512)).isEqualTo(65_024);
        assertThat(ports.take("udp", 80, 1)).isNegative();
    }

    @Test
    void shouldHaveAPortForEachOfTheMostConnections() {
        assertThat(ports.take("udp", 80, 64_512)).isEqualTo(SourcePorts.FIRST);
    }
}
