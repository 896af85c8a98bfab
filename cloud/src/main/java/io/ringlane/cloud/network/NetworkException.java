package io.ringlane.cloud.network;

import java.util.List;

/** A network with parts that EC2 would refuse to make. */
public final class NetworkException extends RuntimeException {

    private final transient List<Fault> faults;

    /**
     * One part that is refused.
     *
     * @param section the list of the specification that it is in, for instance {@code subnets}
     * @param index its place there, from 0
     * @param key which of its keys is at fault, for instance {@code cidr} or {@code routes[1].to}
     * @param code EC2's error code
     * @param message EC2's message, the code ahead, with names
     */
    public record Fault(String section, int index, String key, String code, String message) {

        @Override
        public String toString() {
            return section + "[" + index + "]." + key + ": " + message;
        }
    }

    /** @param faults at least one */
    NetworkException(List<Fault> faults) {
        super(faults.get(0) + (faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)"));
        this.faults = List.copyOf(faults);
    }

    /** What is refused, in the order in which it was to be made; what needs one of these was not tried. */
    public List<Fault> faults() {
        return faults;
    }
}
