package io.ringlane.cloud.security;

/** Which way a packet passes an interface or a subnet's edge, seen from inside. */
public enum Direction {
    INGRESS,
    EGRESS;

    /** The other way. */
    public Direction opposite() {
        return this == INGRESS ? EGRESS : INGRESS;
    }
}
