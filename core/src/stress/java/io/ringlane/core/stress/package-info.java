/**
 * Runs the stress tests of this module, in every {@code mvn verify}.
 * <p>
 * A stress test is a jcstress class named {@code …Stress} under {@code src/stress/java}, in the package of what it tests.
 * {@link io.ringlane.core.stress.StressIT} starts jcstress in a JVM of its own, which forks further ones.
 * Nothing here may know a ring, a cap or a wheel: their tests live beside them.
 */
package io.ringlane.core.stress;
