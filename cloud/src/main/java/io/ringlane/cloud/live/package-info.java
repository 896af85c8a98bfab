/**
 * A region under traffic: the control plane of {@link io.ringlane.cloud.ec2} wired to a data plane, so that frames travel as
 * its decisions say.
 *
 * <p>Threads: a change is made on the caller's thread and is in force for packets sent after the call returned; workers ask
 * {@code LiveRouter} for first packets and for flows whose route a change has retired. Knows no scenario and no command
 * line.
 */
package io.ringlane.cloud.live;
