/**
 * The data plane: network cards, the forwarding pipeline, caps and workers.
 *
 * <p>It knows ports, queues, frames, routes and caps, and nothing of EC2: who may talk to whom and how fast is decided
 * above and handed down as {@link io.ringlane.dataplane.pipeline.Route routes} and caps. Packages follow a packet:
 * {@code nic} (queue pairs of a virtual function), {@code pipeline} (parse, flow table, caps, delivery), {@code worker}
 * (duty cycles, hand-over between workers, start and stop); {@code counter} is below them all.
 */
package io.ringlane.dataplane;
