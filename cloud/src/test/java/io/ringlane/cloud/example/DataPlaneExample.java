package io.ringlane.cloud.example;

import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.TimingWheel;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.worker.DataPlane;

public final class DataPlaneExample {

    public static void main(String[] args) {
        Route[] route = new Route[1];
        Ipv4Router router = (ingress, source, destination, word1) -> route[0]; // for the first packet of each flow
        VirtualClock clock = new VirtualClock();
        try (DataPlane plane = DataPlane.builder().clock(clock).router(router).build()) {
            PhysicalFunction card = plane.addCard("host-0", DeviceModel.ENA, 0, 100_000_000_000L, 500_000, 0);
            VirtualFunction a = plane.addFunction(card, "a", withMac(0x0200_0000_000AL));
            VirtualFunction b = plane.addFunction(card, "b", withMac(0x0200_0000_000BL));
            a.addIpv4(0x0A000001); // what a may send from
            route[0] = plane.routes().to(b, new RoutePath(5_000_000_000L, 500_000, 25_000, 0, 9001, true));

            QueuePair out = a.queuePair(0);
            int frame = out.take();
            new FrameBuilder()
                    .macs(a.mac(), DataPlane.ROUTER_MAC)
                    .ipv4(0x0A000001, 0x0A000002)
                    .udp(5001, 5002)
                    .write(plane.region().memory(frame), plane.region().data(frame), 1500);
            out.transmit(frame, 1500);
            out.flush();

            // From event to event. On the machine's clock start() instead, and the workers turn by themselves.
            for (plane.turn(); plane.nextNs() != TimingWheel.NOTHING_DUE; plane.turn()) {
                clock.advanceTo(plane.nextNs());
            }
            b.queuePair(0)
                    .receive(
                            (memory, offset, lengthBytes, descriptor) ->
                                    System.out.println(lengthBytes + " bytes after " + clock.nanoTime() + " ns"),
                            32);
        }
    }

    private static VirtualFunctionConfig withMac(long mac) {
        return VirtualFunctionConfig.defaults(DeviceModel.ENA, mac, new Allowances(Allowances.UNLIMITED));
    }
}
