/**
 * The emulated network card: physical functions, their virtual functions, and the queue pairs an instance sees.
 *
 * <p>A {@link io.ringlane.dataplane.nic.QueuePair} has two sides. The instance's side ({@code transmit}, {@code receive})
 * belongs to the instance's threads; the card's side belongs to the worker that owns the card. Rings are all they share.
 */
package io.ringlane.dataplane.nic;
