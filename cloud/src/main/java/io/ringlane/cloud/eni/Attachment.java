package io.ringlane.cloud.eni;

import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.placement.path.EnaExpress;

/**
 * An interface's place on an instance.
 *
 * @param key its id's key
 * @param instanceKey the instance
 * @param deviceIndex its number on the network card; 0 for eth0
 * @param cardIndex the instance's network card that it sits on, 0 for eth0; types have one card but for the largest
 * @param deleteOnTermination whether the interface goes with the instance
 * @param attachedAtNs when, on the region's clock
 * @param enaExpress what of its traffic may use ENA Express; gone with the attachment
 */
public record Attachment(
        long key,
        long instanceKey,
        int deviceIndex,
        int cardIndex,
        boolean deleteOnTermination,
        long attachedAtNs,
        EnaExpress enaExpress) {

    /** {@code eni-attach-...}. */
    public String id() {
        return ResourceKind.ATTACHMENT.id(key);
    }

    /** {@code i-...}. */
    public String instanceId() {
        return ResourceKind.INSTANCE.id(instanceKey);
    }

    /** Whether it is eth0's, which is never detached. */
    public boolean isPrimary() {
        return deviceIndex == 0 && cardIndex == 0;
    }

    /** The attachment with another fate at termination. */
    public Attachment withDeleteOnTermination(boolean delete) {
        return new Attachment(key, instanceKey, deviceIndex, cardIndex, delete, attachedAtNs, enaExpress);
    }

    /** The attachment with another use of ENA Express. */
    public Attachment withEnaExpress(EnaExpress wanted) {
        return new Attachment(key, instanceKey, deviceIndex, cardIndex, deleteOnTermination, attachedAtNs, wanted);
    }
}
