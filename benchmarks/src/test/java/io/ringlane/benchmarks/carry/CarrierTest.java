package io.ringlane.benchmarks.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.epoll.Epoll;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarrierTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"ringlane", "ringlaneTwoCores", "nettyLocal", "nettyLocalTwoLoops", "nettyNio", "nettyEpoll"})
    void shouldCarryBothWaysInAnyOrder(final String way) throws InterruptedException {
        if (way.equals("nettyEpoll")) {
            assumeThat(Epoll.isAvailable())
                    .as("SKIPPED: no epoll here, so sockets over epoll are not tested")
                    .isTrue();
        }
        final AtomicInteger latencies = new AtomicInteger();
        try (Carrier carrier = Carrier.named(way, 1500)) {
            carrier.oneWay(1000);
            carrier.roundTrips(50, ns -> latencies.incrementAndGet());
            carrier.oneWay(7);
            carrier.roundTrips(1, ns -> latencies.incrementAndGet());
        }
        assertThat(latencies).hasValue(51);
    }

    @Test
    void shouldSeeAFrameThatIsNotTheOneExpected() {
        final Message message = Message.fromAToB(64);
        message.number(7);
        message.check(7);
        assertThatThrownBy(() -> message.check(8)).isInstanceOf(IllegalStateException.class);
        message.bytes[63] ^= 1;
        assertThatThrownBy(() -> message.check(7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("frame 7");
    }
}
