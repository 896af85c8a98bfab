package io.ringlane.cloud.state;

/** A region at one moment. Never changes, so that whoever holds it decides from one consistent picture. */
public final class RegionState extends RegionView {

    /** A region with nothing in it. */
    public RegionState() {}

    RegionState(RegionDraft from) {
        super(from);
    }
}
