package io.ringlane.placement.topology;

/** What a host lacks for one more instance. */
public enum Shortage {
    NONE("nothing"),
    /** Its first instance made it a host of another hypervisor. */
    HYPERVISOR("the right hypervisor"),
    /** Its first instance made it a host of another network card. */
    CARD("a network card of the right kind"),
    /** No virtual function is left, or no emulated interface. */
    SLOTS("interface slots"),
    VCPUS("vCPUs");

    private final String label;

    Shortage(String label) {
        this.label = label;
    }

    /** In words, for a message. */
    public String label() {
        return label;
    }
}
