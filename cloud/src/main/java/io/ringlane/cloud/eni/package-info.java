/**
 * Network interfaces: their addresses, groups and attachments.
 *
 * <p>Immutable and small, since a region has a million of them; any thread. An interface knows its subnet, VPC and instance
 * by key only.
 */
package io.ringlane.cloud.eni;
