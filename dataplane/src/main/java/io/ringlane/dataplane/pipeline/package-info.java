/**
 * What happens to a packet between two queue pairs: parse, flow lookup, caps in series, path delay, delivery.
 *
 * <p>One {@link io.ringlane.dataplane.pipeline.Pipeline} a worker, and only that worker touches it: no locks, no shared
 * counters. The first packet of a flow asks a {@link io.ringlane.dataplane.pipeline.Router}; the others find its answer in
 * the flow's record.
 */
package io.ringlane.dataplane.pipeline;
