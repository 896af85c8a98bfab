package io.ringlane.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The behaviour all rings share, over descriptors of 0 or more; a test needs no speed, so here an interface is fine. */
interface RingUnderTest {
    long EMPTY = -1;

    boolean offer(long descriptor);

    int offer(long[] src, int offset, int count);

    boolean stage(long descriptor);

    int publish();

    long pollOrEmpty();

    int poll(long[] dst, int offset, int limit);

    int sizeSlots();

    int capacitySlots();

    boolean isEmpty();

    static RingUnderTest of(final DescriptorRing ring) {
        return new RingUnderTest() {
            @Override
            public boolean offer(final long descriptor) {
                return ring.offer(descriptor);
            }

            @Override
            public int offer(final long[] src, final int offset, final int count) {
                return ring.offer(src, offset, count);
            }

            @Override
            public boolean stage(final long descriptor) {
                return ring.stage(descriptor);
            }

            @Override
            public int publish() {
                return ring.publish();
            }

            @Override
            public long pollOrEmpty() {
                return ring.pollOr(EMPTY);
            }

            @Override
            public int poll(final long[] dst, final int offset, final int limit) {
                return ring.poll(dst, offset, limit);
            }

            @Override
            public int sizeSlots() {
                return ring.sizeSlots();
            }

            @Override
            public int capacitySlots() {
                return ring.capacitySlots();
            }

            @Override
            public boolean isEmpty() {
                return ring.isEmpty();
            }
        };
    }

    /**
     * A descriptor travels as a frame of 8 to {@code maxFrameBytes()} bytes: its value first, then copies of its
     * lowest byte, so that a torn frame is noticed.
     */
    static RingUnderTest of(final InlineRing ring) {
        return new InlineRingUnderTest(ring);
    }

    /** See {@link RingUnderTest#of(InlineRing)}. */
    final class InlineRingUnderTest implements RingUnderTest {
        private static final VarHandle LONG =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final int MAX_BURST = 64;

        private final InlineRing ring;
        private final byte[] out = new byte[128 * MAX_BURST]; // the producer's
        private final int[] offsets = new int[MAX_BURST];
        private final int[] lengthsBytes = new int[MAX_BURST];
        private final byte[] in = new byte[128]; // the consumer's
        private final InlineRing.FrameHandler handler = this::onFrame;
        private long[] drainDst;
        private int drainIndex;

        InlineRingUnderTest(final InlineRing ring) {
            this.ring = ring;
        }

        private int encode(final long descriptor, final int offset) {
            final int lengthBytes = 8 + (int) (descriptor % (ring.maxFrameBytes() - 7));
            LONG.set(out, offset, descriptor);
            for (int i = 8; i < lengthBytes; i++) {
                out[offset + i] = (byte) descriptor;
            }
            return lengthBytes;
        }

        private long decode(final byte[] memory, final int offset, final int lengthBytes) {
            final long descriptor = (long) LONG.get(memory, offset);
            if (lengthBytes != 8 + (int) (descriptor % (ring.maxFrameBytes() - 7))) {
                throw new AssertionError("length " + lengthBytes + " does not belong to " + descriptor);
            }
            for (int i = 8; i < lengthBytes; i++) {
                if (memory[offset + i] != (byte) descriptor) {
                    throw new AssertionError("byte " + i + " does not belong to " + descriptor);
                }
            }
            return descriptor;
        }

        @Override
        public boolean offer(final long descriptor) {
            return ring.offer(out, 0, encode(descriptor, 0));
        }

        @Override
        public int offer(final long[] src, final int offset, final int count) {
            final int burst = Math.min(count, MAX_BURST);
            for (int i = 0; i < burst; i++) {
                offsets[i] = 128 * i;
                lengthsBytes[i] = encode(src[offset + i], 128 * i);
            }
            return ring.offer(out, offsets, lengthsBytes, burst);
        }

        @Override
        public boolean stage(final long descriptor) {
            return ring.stage(out, 0, encode(descriptor, 0));
        }

        @Override
        public int publish() {
            return ring.publish();
        }

        @Override
        public long pollOrEmpty() {
            final int lengthBytes = ring.poll(in, 0);
            return lengthBytes == 0 ? EMPTY : decode(in, 0, lengthBytes);
        }

        @Override
        public int poll(final long[] dst, final int offset, final int limit) {
            drainDst = dst;
            drainIndex = offset;
            return ring.drain(handler, limit);
        }

        private void onFrame(final byte[] memory, final int offset, final int lengthBytes) {
            drainDst[drainIndex++] = decode(memory, offset, lengthBytes);
        }

        @Override
        public int sizeSlots() {
            return ring.sizeSlots();
        }

        @Override
        public int capacitySlots() {
            return ring.capacitySlots();
        }

        @Override
        public boolean isEmpty() {
            return ring.isEmpty();
        }
    }
}
