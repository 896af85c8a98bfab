package io.ringlane.core.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DescriptorTest {

    @Test
    void shouldUnpackWhatWasPacked() {
        final Random random = new Random(17);
        for (int i = 0; i < 10_000; i++) {
            final int frame = i == 0 ? -1 : random.nextInt();
            final int length = i == 1 ? (1 << 20) - 1 : random.nextInt(1 << 20);
            final int flags = i == 2 ? (1 << 12) - 1 : random.nextInt(1 << 12);
            final long descriptor = Descriptor.of(frame, length, flags);

            assertThat(Descriptor.frame(descriptor)).isEqualTo(frame);
            assertThat(Descriptor.lengthBytes(descriptor)).isEqualTo(length);
            assertThat(Descriptor.flags(descriptor)).isEqualTo(flags);
            assertThat(Descriptor.of(frame, length)).isEqualTo(Descriptor.of(frame, length, 0));
        }
    }
}
