/**
 * Instances: their states and what each transition keeps and loses, and the door to the placer that finds them hosts.
 *
 * <p>Instances are immutable; any thread. Knows nothing of what lies behind an interface.
 */
package io.ringlane.cloud.instance;
