package io.ringlane.benchmarks.ring;

/** JVM flags that a library of this suite needs; our own rings need none. */
final class Flags {
    /** Agrona's buffers: without it an IllegalAccessError, then a misleading NoClassDefFoundError. */
    static final String AGRONA = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    private Flags() {}
}
