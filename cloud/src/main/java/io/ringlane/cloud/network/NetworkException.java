package io.ringlane.cloud.network;

import io.ringlane.cloud.resource.Ec2Exception;

/** A part of a network that EC2 would refuse to make. */
public final class NetworkException extends RuntimeException {

    private final String section;
    private final int index;

    /**
     * @param section the list of the specification that it is in, for instance {@code subnets}
     * @param index its place there, from 0
     * @param names what the message calls things by
     */
    NetworkException(String section, int index, Ec2Exception cause, NetworkNames names) {
        super(names.explain(cause.getMessage()), cause);
        this.section = section;
        this.index = index;
    }

    /** The list of the specification that the refused thing is in, for instance {@code subnets}. */
    public String section() {
        return section;
    }

    /** The refused thing's place in its list, from 0. */
    public int index() {
        return index;
    }
}
