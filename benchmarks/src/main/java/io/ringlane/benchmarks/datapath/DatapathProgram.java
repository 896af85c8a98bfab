package io.ringlane.benchmarks.datapath;

import io.ringlane.core.packet.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The full datapath as a program: one repetition, one line of {@code name<TAB>value<TAB>unit} for each name asked for, so
 * that it can run in turn with the C path. Names are the C path's, since only figures of one name are compared.
 *
 * <pre>
 *   --flows N      flows, 1024 by default          --warmup MS    2500 by default
 *   --burst N      1 to 32, 32 by default          --ms MS        timed, 500 by default
 *   --frame BYTES  without FCS, 60 by default      --delay NS     of every path, 0 by default
 *   --caps SET     of {@link CapSet}; all by default  --delay-spread NS  most that a packet's own delay adds
 *   --tcp          TCP instead of UDP              --routed       the router rewrites MACs
 *   --room         as many frames as where packets wait
 *   --by-worker    the worker's whole turn         --mode MODE    of {@link Mode}; forward by default
 *   --as NAME      a name to print the figure under, several allowed; those of the C programs by default
 * </pre>
 */
public final class DatapathProgram {

    private static final List<String> C_NAMES = List.of(
            "refpath.ring_full_gfni_bulk_srtcm_lpm_d16",
            "refpath.ring_fused_gfni_d16",
            "refpath.ring_exchange_gfni_d16");
    private static final int ROUNDS_A_LOOK = 16; // as the C path looks at its clock

    private int flows = 1024;
    private int burst = 32;
    private int frameBytes = 60;
    private int protocol = IpProtocol.UDP;
    private long warmupMs = 2500;
    private long timedMs = 500;
    private long delayNs;
    private long delaySpreadNs;
    private CapSet caps = CapSet.ALL;
    private boolean isRouted;
    private boolean hasRoom;
    private boolean isByWorker;
    private Mode mode = Mode.FORWARD;
    private final List<String> names = new ArrayList<>();

    private DatapathProgram() {}

    /** Runs it; exits 1 if its own check fails, 2 for a wrong option. */
    public static void main(final String[] args) {
        final DatapathProgram program = new DatapathProgram();
        try {
            program.read(args);
        } catch (final IllegalArgumentException e) {
            System.err.println("datapath: " + e.getMessage());
            System.exit(2);
        }
        try {
            program.run();
        } catch (final IllegalStateException e) {
            System.err.println("datapath: void, its own check failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private void read(final String[] args) {
        for (int i = 0; i < args.length; i++) {
            final String option = args[i];
            switch (option) {
                case "--tcp" -> protocol = IpProtocol.TCP;
                case "--routed" -> isRouted = true;
                case "--room" -> hasRoom = true;
                case "--by-worker" -> isByWorker = true;
                default -> {
                    if (++i == args.length) {
                        throw new IllegalArgumentException("unknown option or no value for " + option);
                    }
                    readValue(option, args[i]);
                }
            }
        }
    }

    private void readValue(final String option, final String value) {
        switch (option) {
            case "--flows" -> flows = number(option, value);
            case "--burst" -> burst = number(option, value);
            case "--frame" -> frameBytes = number(option, value);
            case "--warmup" -> warmupMs = number(option, value);
            case "--ms" -> timedMs = number(option, value);
            case "--delay" -> delayNs = number(option, value);
            case "--delay-spread" -> delaySpreadNs = number(option, value);
            case "--caps" -> caps = CapSet.named(value);
            case "--mode" -> mode = Mode.named(value);
            case "--as" -> names.add(value);
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private static int number(final String option, final String value) {
        try {
            return Integer.parseInt(value);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes a whole number, not '" + value + "'", e);
        }
    }

    private void run() {
        final Load load = new Load(protocol, frameBytes, flows, burst, delayNs, caps, isRouted)
                .withMode(mode)
                .withDelaySpread(delaySpreadNs);
        try (Datapath datapath = new Datapath(hasRoom ? load.withRoom() : load)) {
            for (long leftMs = warmupMs; leftMs > 0; leftMs -= timedMs) {
                nsAPacket(datapath); // several calls, so that the compiled form of the loop is entered anew
            }
            final double ns = nsAPacket(datapath);
            datapath.verify();
            for (final String name : names.isEmpty() ? C_NAMES : names) {
                System.out.printf(Locale.ROOT, "%s.f%d.b%d\t%.4g\tns/pkt%n", name, flows, burst, ns);
            }
        }
    }

    private double nsAPacket(final Datapath datapath) {
        final long startNs = System.nanoTime();
        final long endNs = startNs + timedMs * 1_000_000;
        long received = 0;
        long nowNs;
        do {
            received += rounds(datapath);
            nowNs = System.nanoTime();
        } while (nowNs - endNs < 0);
        return (double) (nowNs - startNs) / received;
    }

    private int rounds(final Datapath datapath) {
        int received = 0;
        for (int i = 0; i < ROUNDS_A_LOOK; i++) {
            received += isByWorker ? datapath.workerRound() : datapath.round();
        }
        return received;
    }
}
