package io.ringlane.benchmarks.live;

/** What changes. */
public enum ChangeKind {
    /** Interfaces go from one security group to another with the same rules. */
    GROUPS,
    /** Routes to blocks that nobody talks to come and go. */
    ROUTES,
    /** Both in turn. */
    BOTH,
    /** An interface comes under a group that lets nothing in, and back: a twentieth of all routes end each time. */
    DENIALS
}
