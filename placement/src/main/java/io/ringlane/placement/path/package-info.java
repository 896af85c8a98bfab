/**
 * What lies between two placed instances: relation, hops, flow cap, delay, jitter and MTU.
 *
 * <p>A lookup is a few divisions and one array read, whatever the region's size. All figures live in {@code paths.csv}
 * beside this package. Immutable; any thread. Knows nothing of how a cap or a delay is enforced.
 */
package io.ringlane.placement.path;
