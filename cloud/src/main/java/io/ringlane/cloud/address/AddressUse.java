package io.ringlane.cloud.address;

/** What an Elastic IP is used for, as far as its price cares. */
public enum AddressUse {
    /** With no interface. */
    IDLE("idle", true),
    /** On an interface that no instance has. */
    ON_UNATTACHED_INTERFACE("on an unattached interface", true),
    /** On an instance that does not run. */
    ON_STOPPED_INSTANCE("on a stopped instance", true),
    /** The first, and so free until 2024, of a running instance or a NAT gateway. */
    IN_USE("in use", false),
    /** One more on a running instance. */
    ADDITIONAL("additional on a running instance", true);

    private final String label;
    private final boolean chargedBefore2024;

    AddressUse(String label, boolean chargedBefore2024) {
        this.label = label;
        this.chargedBefore2024 = chargedBefore2024;
    }

    /** In words, for a report. */
    public String label() {
        return label;
    }

    /** Whether it cost anything until 31 January 2024. */
    public boolean isChargedBefore2024() {
        return chargedBefore2024;
    }
}
