package io.ringlane.cloud.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What an interface costs in memory: a million of them, and their instances, fit in less than a gigabyte. */
class ScaleTest {

    private static final int INTERFACES = 60_000;
    private static final int MOST_BYTES_AN_INTERFACE = 400;
    private static final int MOST_BYTES_AN_INSTANCE = 900; // with its interface and the allocator of the test

    private final TestRegion region =
            new TestRegion(Ec2Settings.builtIn().with(Setting.NETWORK_INTERFACES, 2 * INTERFACES), INTERFACES);
    private final String vpc = region.vpc("10.0.0.0/16");

    @Test
    void shouldKeepAnInterfaceInAFewHundredBytes() {
        String subnet = region.subnet(vpc, "10.0.0.0/16");
        assertThat(bytesEach(() -> {
                    for (int i = 0; i < INTERFACES; i++) {
                        region.ec2.interfaces().create(InterfaceSpec.in(subnet));
                    }
                }))
                .as("bytes an interface")
                .isBetween(100L, (long) MOST_BYTES_AN_INTERFACE);
    }

    @Test
    void shouldKeepAnInstanceWithItsInterfaceInLessThanAKilobyte() {
        String subnet = region.subnet(vpc, "10.0.0.0/16");
        assertThat(bytesEach(() -> region.ec2
                        .instances()
                        .run(LaunchSpec.of("c5n.large", subnet).count(INTERFACES, INTERFACES))))
                .as("bytes an instance with its interface")
                .isBetween(200L, (long) MOST_BYTES_AN_INSTANCE);
    }

    private long bytesEach(Runnable making) {
        long before = usedBytes();
        making.run();
        long after = usedBytes();
        assertThat(region.ec2.describe()).as("what was made is still held").contains("10.0.100.100");
        return (after - before) / INTERFACES;
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
