/**
 * Addresses, address blocks and 5-tuples, IPv4 and IPv6 alike.
 *
 * <p>Immutable values; any thread. Knows nothing of VPCs.
 */
package io.ringlane.cloud.net;
