package io.ringlane.cloud.example;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.rate.Cap;
import io.ringlane.core.rate.Units;
import io.ringlane.core.ring.DescriptorRing;

public final class CoreExample {

    public static void main(String[] args) {
        FrameRegion region = new FrameRegion(9015);
        int frame = region.allocate(1);
        new FrameBuilder()
                .macs(0x0200_0000_0001L, 0x0200_0000_0002L)
                .ipv4(0x0A000001, 0x0A000002)
                .udp(5001, 5002)
                .write(region.memory(frame), region.data(frame), 1500);

        DescriptorRing ring = new DescriptorRing(256);
        ring.offer(Descriptor.of(frame, 1500)); // one thread
        long descriptor = ring.pollOr(-1); // another

        Cap cap = Cap.ofBits(Units.parseBitsPerSecond("5Gbit/s"), 0, 500_000);
        long first = cap.admit(0, Descriptor.lengthBytes(descriptor));
        long second = cap.admit(0, 1500);
        System.out.println("the first departs at " + first + " ns, the second at " + second + " ns");
    }
}
