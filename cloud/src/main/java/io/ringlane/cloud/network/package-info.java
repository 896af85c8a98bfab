/**
 * A network by the names its user gives: what there is to begin with ({@link io.ringlane.cloud.network.NetworkSpec}), and
 * what happens to it later ({@link io.ringlane.cloud.network.EventSpec}), as calls to an {@link
 * io.ringlane.cloud.ec2.Ec2Region}.
 *
 * <p>One thread. Knows no file format and no traffic.
 */
package io.ringlane.cloud.network;
