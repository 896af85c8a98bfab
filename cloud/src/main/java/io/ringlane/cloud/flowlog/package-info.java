/**
 * Flow logs: who talked to whom, how much, and whether security groups and network ACLs let them.
 *
 * <p>A {@link io.ringlane.cloud.flowlog.FlowLogRecorder} belongs to one thread at a time. Knows decisions, not packets.
 */
package io.ringlane.cloud.flowlog;
