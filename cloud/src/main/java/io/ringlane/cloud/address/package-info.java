/**
 * Elastic IPs, and what public addresses cost under the rules before and since February 2024.
 *
 * <p>An {@link io.ringlane.cloud.address.ElasticIp} is immutable; an {@link io.ringlane.cloud.address.AddressLedger}
 * belongs to the thread that changes the region. Knows interfaces by key only.
 */
package io.ringlane.cloud.address;
