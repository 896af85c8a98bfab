/**
 * Who may talk to whom: security groups, network ACLs, and the connections that security groups remember.
 *
 * <p>Groups and ACLs are immutable; any thread. A {@link io.ringlane.cloud.security.ConnectionTable} belongs to the thread
 * that forwards its instance's packets. Knows flows and addresses, but neither interfaces nor routes.
 */
package io.ringlane.cloud.security;
