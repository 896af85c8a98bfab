package io.ringlane.benchmarks.memory;

import java.util.Locale;

/**
 * What a live region takes: first its interfaces, each of an instance of its own, then those of them that send, then flows.
 *
 * <pre>usage: LiveFootprintProgram [INTERFACES] [FLOWS] [TALKERS] [SERVICES]</pre>
 *
 * Talkers are the interfaces that send and receive, 1,024 unless said: only they have rings and frames. Flows are UDP, each
 * of one packet, each talker's to sixteen others. Those that differ in their source port only share a route; services are
 * the destination ports in use, 1 unless said.
 */
public final class LiveFootprintProgram {

    private static final double MIB = 1 << 20;
    private static final int TALKERS = 1024;

    private LiveFootprintProgram() {}

    /** Runs it. */
    public static void main(String[] args) {
        int interfaces = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int flows = args.length > 1 ? Integer.parseInt(args[1]) : interfaces;
        int talkers = Math.min(interfaces, args.length > 2 ? Integer.parseInt(args[2]) : TALKERS);
        int services = args.length > 3 ? Integer.parseInt(args[3]) : 1;
        try (CrowdedRegion region = new CrowdedRegion(interfaces, flows)) {
            MemoryUse empty = MemoryUse.now();
            long startNs = System.nanoTime();
            region.launch(interfaces);
            double seconds = (System.nanoTime() - startNs) / 1e9;
            MemoryUse idle = MemoryUse.now();
            region.open(talkers);
            MemoryUse open = MemoryUse.now();
            region.talk(flows, services);
            MemoryUse end = MemoryUse.now();
            say("%,d interfaces: %.0f bytes each, made in %.1f s", interfaces, idle.since(empty, interfaces), seconds);
            say("%,d of them talk: %.0f bytes each beyond that", talkers, open.since(idle, talkers));
            say(
                    "%,d flows on %,d routes: %.0f bytes each",
                    region.flows(), region.routes(), end.since(open, region.flows()));
            say(
                    "all: heap %.1f MiB (empty region %.1f), buffers %.1f MiB, process %.1f MiB",
                    end.heapBytes() / MIB, empty.heapBytes() / MIB, end.directBytes() / MIB, end.residentBytes() / MIB);
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
