/**
 * Instance types: what EC2 promises of each, and documented models of what it does not publish.
 *
 * <p>All figures live in {@code instance-types.csv} beside this package, none in code. Knows nothing of hosts or
 * groups. Immutable once read; any thread.
 */
package io.ringlane.placement.catalogue;
