package io.ringlane.benchmarks.stages;

import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.PacketParser;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From a frame to its flow key: nanoseconds a packet. A burst of frames lies in the first-level cache, so this is the
 * arithmetic and the checks, not the memory.
 */
public class ParseBenchmark extends StageBenchmark {

    private static final int BURST = 32;
    private static final int FRAME_BYTES = 100;

    @Param({"udp4", "tcp4", "udp6"})
    public String packet;

    private FrameRegion region;
    private ByteBuffer[] buffers;
    private int first;
    private final long[] keys = new long[BURST * PacketParser.KEY_WORDS];
    private long expected;
    private long expectedPorts; // and protocols
    private long expectedWords; // where an IPv4 key is
    private long words;

    /** Writes a burst of frames and notes what their keys add up to. */
    @Setup
    public void setUp() {
        region = new FrameRegion(1514);
        first = region.allocate(BURST);
        buffers = new ByteBuffer[BURST];
        final FrameBuilder frames = new FrameBuilder();
        for (int i = 0; i < BURST; i++) {
            if (packet.endsWith("6")) {
                frames.ipv6(0xFD00L << 48, i, 0xFD00L << 48, i + 1);
            } else {
                frames.ipv4(0x0A000000 | i, 0x0A000001 + i);
            }
            if (packet.startsWith("tcp")) {
                frames.tcp(1024 + i, 4789);
            } else {
                frames.udp(1024 + i, 4789);
            }
            final byte[] memory = region.memory(first + i);
            final int data = region.data(first + i);
            frames.write(memory, data, FRAME_BYTES);
            buffers[i] = ByteBuffer.wrap(memory, data, FRAME_BYTES).slice();
            PacketParser.parse(memory, data, FRAME_BYTES, FRAME_BYTES, keys, i * PacketParser.KEY_WORDS);
            expected += keys[i * PacketParser.KEY_WORDS + 1];
            expectedPorts += (1024L + i) << 16 | 4789 | (packet.startsWith("tcp") ? 6L : 17L) << 32;
            for (int b = 0; b < Long.BYTES; b++) {
                expectedWords += (memory[data + 26 + b] & 0xFFL) << 56 - 8 * b;
            }
            expectedWords += Bytes.getIntBe(memory, data + 34);
        }
    }

    /** The floor: the words of an IPv4 key, read where they are assumed to be. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long baselineReadOnly() {
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            final ByteBuffer buffer = buffers[i];
            sum += buffer.getLong(26) + buffer.getInt(34);
        }
        words = sum;
        return sum;
    }

    /** The known way: a {@link ByteBuffer} in network order, a getter a field. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long byteBuffer() {
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            sum += ByteBufferParser.parse(buffers[i], keys, i * PacketParser.KEY_WORDS);
        }
        if (sum != expectedPorts) {
            throw new IllegalStateException("wrong ports: " + sum + ", not " + expectedPorts);
        }
        return sum;
    }

    /** The floor read what is there, and the keys of the others are those of the frames. */
    @TearDown
    public void tearDown() {
        if (words != 0 && words != expectedWords) {
            throw new IllegalStateException("wrong words: " + words + ", not " + expectedWords);
        }
        for (int i = 0; i < BURST && packet.endsWith("4") && keys[0] != 0; i++) {
            final long addresses = 0x0A000000L + i << 32 | 0x0A000001 + i;
            final long key = keys[i * PacketParser.KEY_WORDS];
            if (key != addresses && key != Long.reverseBytes(addresses)) { // ours keeps them as they are on the wire
                throw new IllegalStateException("wrong addresses of frame " + i + ": " + Long.toHexString(key));
            }
        }
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long parse() {
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            final int frame = first + i;
            final int key = i * PacketParser.KEY_WORDS;
            if (PacketParser.parse(region.memory(frame), region.data(frame), FRAME_BYTES, FRAME_BYTES, keys, key) < 0) {
                throw new IllegalStateException("frame " + i + " is not parsed");
            }
            sum += keys[key + 1];
        }
        if (sum != expected) {
            throw new IllegalStateException("wrong keys: " + sum + ", not " + expected);
        }
        return sum;
    }
}
