package io.ringlane.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BytesTest {
    @Property
    void shouldAgreeWithByteBufferAtAnyAlignment(@ForAll long value, @ForAll @IntRange(max = 8) int index) {
        byte[] memory = new byte[16];
        ByteBuffer little = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer big = ByteBuffer.wrap(memory).order(ByteOrder.BIG_ENDIAN);

        Bytes.putLong(memory, index, value);
        assertThat(little.getLong(index)).isEqualTo(value).isEqualTo(Bytes.getLong(memory, index));
        Bytes.putLongBe(memory, index, value);
        assertThat(big.getLong(index)).isEqualTo(value).isEqualTo(Bytes.getLongBe(memory, index));

        Bytes.putInt(memory, index, (int) value);
        assertThat(little.getInt(index)).isEqualTo((int) value).isEqualTo(Bytes.getInt(memory, index));
        assertThat(Bytes.getUnsignedInt(memory, index)).isEqualTo(Integer.toUnsignedLong((int) value));
        Bytes.putIntBe(memory, index, (int) value);
        assertThat(big.getInt(index)).isEqualTo((int) value).isEqualTo(Bytes.getIntBe(memory, index));
        assertThat(Bytes.getUnsignedIntBe(memory, index)).isEqualTo(Integer.toUnsignedLong((int) value));

        Bytes.putShort(memory, index, (int) value);
        assertThat(little.getShort(index)).isEqualTo((short) value).isEqualTo(Bytes.getShort(memory, index));
        assertThat(Bytes.getUnsignedShort(memory, index)).isEqualTo(Short.toUnsignedInt((short) value));
        Bytes.putShortBe(memory, index, (int) value);
        assertThat(big.getShort(index)).isEqualTo((short) value).isEqualTo(Bytes.getShortBe(memory, index));
        assertThat(Bytes.getUnsignedShortBe(memory, index)).isEqualTo(Short.toUnsignedInt((short) value));

        Bytes.putByte(memory, index, (int) value);
        assertThat(Bytes.getByte(memory, index)).isEqualTo((byte) value);
        assertThat(Bytes.getUnsignedByte(memory, index)).isEqualTo(Byte.toUnsignedInt((byte) value));
    }

    @Test
    void shouldRefuseAValueThatStraddlesTheEnd() {
        byte[] memory = new byte[8];
        assertThatThrownBy(() -> Bytes.getLong(memory, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.putInt(memory, 5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.getShortBe(memory, 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.getLongBe(memory, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
