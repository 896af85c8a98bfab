package io.ringlane.benchmarks.ring;

/**
 * JVM flags that libraries of this suite need; our own rings need none. All forks of a suite get them, as JMH knows no flags
 * for one value of a parameter.
 */
final class Flags {
    /** Agrona's buffers: without it an IllegalAccessError, then a misleading NoClassDefFoundError. */
    static final String AGRONA = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** Aeron's media driver: without it an InaccessibleObjectException when it opens its selector. */
    static final String AERON = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

    private Flags() {}
}
