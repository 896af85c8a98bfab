/**
 * VPCs, their subnets and route tables, and the gateways and peerings that connect them to what lies outside.
 *
 * <p>Immutable records that say what was configured; any thread. They know nothing of interfaces or instances, and decide
 * no packet's way: that is {@code forwarding}'s business.
 */
package io.ringlane.cloud.vpc;
