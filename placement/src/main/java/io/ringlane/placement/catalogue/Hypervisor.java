package io.ringlane.placement.catalogue;

/** What runs an instance of a type. Source: DescribeInstanceTypes, {@code Hypervisor} and {@code BareMetal}. */
public enum Hypervisor {
    XEN,
    NITRO,
    /** No hypervisor: the instance owns the machine. */
    BARE
}
