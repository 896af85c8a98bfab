/**
 * What every resource of a region shares: its kind and id, EC2's errors, and the immutable map that snapshots are made of.
 *
 * <p>Immutable throughout; any thread. Knows no resource by name.
 */
package io.ringlane.cloud.resource;
