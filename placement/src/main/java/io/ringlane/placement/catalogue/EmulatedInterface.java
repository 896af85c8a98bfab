package io.ringlane.placement.catalogue;

/**
 * What the interface that the hypervisor emulates can do, where an instance has to make do with it.
 *
 * @param lineRateBitsPerSecond its rate, in layer-2 bytes without FCS, preamble and gap; a model, AWS publishes none
 * @param queues its queue pairs
 */
public record EmulatedInterface(long lineRateBitsPerSecond, int queues) {}
