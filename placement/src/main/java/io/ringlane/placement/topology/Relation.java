package io.ringlane.placement.topology;

/** How near two hosts are, nearest first; each but the first leaves out what is nearer. */
public enum Relation {
    SAME_HOST("same host"),
    SAME_RACK("same rack"),
    SAME_DATA_CENTRE("same data centre"),
    SAME_ZONE("same zone"),
    CROSS_ZONE("cross zone");

    private final String label;

    Relation(String label) {
        this.label = label;
    }

    /** In words for a reader, for instance {@code same zone}. */
    public String label() {
        return label;
    }

    /** As written in files, for instance {@code same-zone}. */
    public String key() {
        return label.replace(' ', '-');
    }
}
