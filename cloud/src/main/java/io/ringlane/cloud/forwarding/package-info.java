/**
 * Decides where the first packet of a flow goes, and through what: from a {@link io.ringlane.cloud.state.RegionState}
 * alone, so that the same state, flow and connections always give the same answer.
 *
 * <p>Any thread may decide; reading the state takes no lock. What has to be remembered between packets, connections and
 * NAT translations, is kept in tables that lock one instance or gateway at a time, and only when a flow is set up. Knows
 * nothing of frames, queues or workers.
 */
package io.ringlane.cloud.forwarding;
