package io.ringlane.cloud.scenario;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Hands out the source ports of a scenario's flows, each once a protocol and destination port: no two connections have the same
 * 5-tuple, however their ends are called and whenever they run, unless the file gives them the same port.
 */
final class SourcePorts {

    /** Those below are kept for services. */
    static final int FIRST = 1024;

    static final int LAST = 65_535;

    /** Where they begin; those below are for flows with more connections than there are above. */
    private static final int USUAL_FIRST = 10_000;

    private static final int NONE = -1;

    private final Map<Service, BitSet> taken = new HashMap<>();

    private record Service(String protocol, int port) {}

    /** Keeps ports from being handed out that a flow has by the file's word, whoever has them already. */
    void reserve(String protocol, int port, int first, int connections) {
        takenFor(protocol, port).set(first, first + connections);
    }

    /** Hands out ports that follow each other; returns the first, or a negative number if there are not so many left. */
    int take(String protocol, int port, int connections) {
        final BitSet ports = takenFor(protocol, port);
        int first = firstFree(ports, USUAL_FIRST, connections);
        if (first == NONE) {
            first = firstFree(ports, FIRST, connections);
        }
        if (first != NONE) {
            ports.set(first, first + connections);
        }
        return first;
    }

    private BitSet takenFor(String protocol, int port) {
        return taken.computeIfAbsent(new Service(protocol, port), service -> new BitSet(LAST + 1));
    }

    private static int firstFree(BitSet ports, int from, int count) {
        int first = ports.nextClearBit(from);
        while (first + count <= LAST + 1) {
            final int next = ports.nextSetBit(first);
            if (next < 0 || next >= first + count) {
                return first;
            }
            first = ports.nextClearBit(next);
        }
        return NONE;
    }
}
