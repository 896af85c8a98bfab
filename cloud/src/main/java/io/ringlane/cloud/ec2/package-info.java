/**
 * A region as a user sees it: every call of the VPC and instance control plane.
 *
 * <p>Start with {@link io.ringlane.cloud.ec2.Ec2Region}. Any thread may call; calls that change something exclude each
 * other, calls that read never wait. A change is in force for whatever begins after its call has returned. A call that
 * throws {@link io.ringlane.cloud.resource.Ec2Exception} has changed nothing. What the calls give back never changes: it
 * is the region as it stood.
 */
package io.ringlane.cloud.ec2;
