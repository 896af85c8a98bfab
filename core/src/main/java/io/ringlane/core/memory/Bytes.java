package io.ringlane.core.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Loads and stores of integers in a byte array, at any alignment; every other class reaches memory through this one.
 *
 * <p>Methods without a suffix are little-endian, the order of our own records and of NIC descriptors; those ending in {@code Be} are
 * big-endian, the order of the network. Each compiles to one machine instruction and a bounds check, needs no JVM flag and warns on
 * no JDK.
 *
 * <p>Threads: any, but accesses are plain: they order nothing and a torn value is possible under a race. There is no acquire or release
 * variant on purpose: newer JDKs refuse them on byte arrays. Publish through a ring instead. Allocates nothing.
 *
 * <p>Errors: an {@link IndexOutOfBoundsException} if any byte of the value lies outside the array, whatever the checks switch says.
 */
public final class Bytes {
    private static final VarHandle LONG = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    private static VarHandle view(final Class<?> arrayType, final ByteOrder order) {
        // Exact: a call site that would box or widen fails at once instead of being slow.
        return MethodHandles.byteArrayViewVarHandle(arrayType, order).withInvokeExactBehavior();
    }

    public static byte getByte(final byte[] memory, final int index) {
        return memory[index];
    }

    /** 0 to 255. */
    public static int getUnsignedByte(final byte[] memory, final int index) {
        return memory[index] & 0xFF;
    }

    public static void putByte(final byte[] memory, final int index, final int value) {
        memory[index] = (byte) value;
    }

    public static long getLong(final byte[] memory, final int index) {
        return (long) LONG.get(memory, index);
    }

    public static void putLong(final byte[] memory, final int index, final long value) {
        LONG.set(memory, index, value);
    }

    public static int getInt(final byte[] memory, final int index) {
        return (int) INT.get(memory, index);
    }

    /** 0 to 2<sup>32</sup> - 1. */
    public static long getUnsignedInt(final byte[] memory, final int index) {
        return (int) INT.get(memory, index) & 0xFFFF_FFFFL;
    }

    public static void putInt(final byte[] memory, final int index, final int value) {
        INT.set(memory, index, value);
    }

    public static short getShort(final byte[] memory, final int index) {
        return (short) SHORT.get(memory, index);
    }

    /** 0 to 65535. */
    public static int getUnsignedShort(final byte[] memory, final int index) {
        return (short) SHORT.get(memory, index) & 0xFFFF;
    }

    /** Stores the low 16 bits of the value. */
    public static void putShort(final byte[] memory, final int index, final int value) {
        SHORT.set(memory, index, (short) value);
    }

    public static long getLongBe(final byte[] memory, final int index) {
        return (long) LONG_BE.get(memory, index);
    }

    public static void putLongBe(final byte[] memory, final int index, final long value) {
        LONG_BE.set(memory, index, value);
    }

    public static int getIntBe(final byte[] memory, final int index) {
        return (int) INT_BE.get(memory, index);
    }

    /** 0 to 2<sup>32</sup> - 1. */
    public static long getUnsignedIntBe(final byte[] memory, final int index) {
        return (int) INT_BE.get(memory, index) & 0xFFFF_FFFFL;
    }

    public static void putIntBe(final byte[] memory, final int index, final int value) {
        INT_BE.set(memory, index, value);
    }

    public static short getShortBe(final byte[] memory, final int index) {
        return (short) SHORT_BE.get(memory, index);
    }

    /** 0 to 65535. */
    public static int getUnsignedShortBe(final byte[] memory, final int index) {
        return (short) SHORT_BE.get(memory, index) & 0xFFFF;
    }

    /** Stores the low 16 bits of the value. */
    public static void putShortBe(final byte[] memory, final int index, final int value) {
        SHORT_BE.set(memory, index, (short) value);
    }
}
