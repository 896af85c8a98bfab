package io.ringlane.core.packet;

import io.ringlane.core.capture.TestCaptures;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames to break, real ones and built ones, and ways to break them; the same seed breaks the same way. */
final class FrameMutator {
    private static final int[] PROTOCOLS = {0, 1, 6, 17, 43, 44, 50, 51, 58, 59, 60, 255};

    private static final List<byte[]> SEEDS = seeds();

    private final Random random;

    FrameMutator(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /** A frame with no, few or many bytes changed, header fields more often than others, and perhaps cut or lengthened. */
    byte[] frame() {
        byte[] seed = SEEDS.get(random.nextInt(SEEDS.size()));
        byte[] frame = random.nextInt(4) == 0 ? extended(seed) : seed.clone();
        for (int i = random.nextInt(6); i > 0; i--) {
            mutate(frame);
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 1 -> Arrays.copyOf(frame, Math.min(frame.length, random.nextInt(80)));
            case 2 -> Arrays.copyOf(frame, frame.length + random.nextInt(20));
            default -> frame;
        };
    }

    private void mutate(byte[] frame) {
        int headers = Math.min(frame.length, 80);
        switch (random.nextInt(6)) {
            case 0 -> frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            case 1 -> frame[random.nextInt(headers)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> put(frame, 14, (byte) (random.nextInt(16) << 4 | random.nextInt(16)));
            case 3 -> put(frame, random.nextBoolean() ? 20 : 23, (byte) PROTOCOLS[random.nextInt(PROTOCOLS.length)]);
            case 4 -> put(frame, 17 + 2 * random.nextInt(2), (byte) random.nextInt());
            default -> put(frame, random.nextInt(headers), (byte) (random.nextBoolean() ? 0 : 0xFF));
        }
    }

    /** The frame as IPv6 with a chain of extension headers before what was its payload, mostly with right lengths. */
    private byte[] extended(byte[] seed) {
        ByteBuffer frame = ByteBuffer.allocate(4096);
        frame.put(seed, 0, 12).putShort((short) 0x86DD).putInt(0x6000_0000).putInt(0);
        byte[] addresses = new byte[32];
        random.nextBytes(addresses);
        frame.put(addresses);
        int link = 20;
        for (int i = random.nextInt(11); i > 0; i--) {
            frame.put(link, (byte) (random.nextInt(4) == 0 ? 44 : new int[] {0, 43, 60}[random.nextInt(3)]));
            link = frame.position();
            int units = random.nextInt(3);
            byte[] header = new byte[8 + 8 * units];
            header[1] = (byte) (random.nextInt(10) == 0 ? random.nextInt() : units);
            frame.put(header);
        }
        frame.put(link, (byte) PROTOCOLS[random.nextInt(PROTOCOLS.length)]);
        frame.put(seed, 0, Math.min(seed.length, random.nextInt(40)));
        int claimed = frame.position() - 54 - (random.nextInt(5) == 0 ? random.nextInt(40) : 0);
        frame.putShort(18, (short) Math.max(0, claimed));
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static void put(byte[] frame, int index, byte value) {
        if (index < frame.length) {
            frame[index] = value;
        }
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String file : List.of("dns-and-icmpv6.pcap", "redis-short.pcap")) {
            List<TestCaptures.Frame> frames = TestCaptures.frames(TestCaptures.own(file));
            for (int i = 0; i < frames.size(); i += 8) {
                seeds.add(frames.get(i).data());
            }
            seeds.add(frames.get(frames.size() - 1).data());
        }
        for (int lengthBytes : new int[] {74, 100, 1500, 9001}) {
            for (boolean isIpv6 : new boolean[] {false, true}) {
                for (boolean isUdp : new boolean[] {false, true}) {
                    FrameBuilder builder = new FrameBuilder().macs(0x0200_0000_0001L, 0x0200_0000_0002L);
                    builder = isIpv6 ? builder.ipv6(1, 2, 3, 4) : builder.ipv4(0x0A000001, 0x0A000002);
                    builder = isUdp ? builder.udp(1000, 2000) : builder.tcp(1000, 2000);
                    byte[] frame = new byte[lengthBytes];
                    builder.write(frame, 0, lengthBytes);
                    seeds.add(frame);
                }
            }
        }
        return seeds;
    }
}
