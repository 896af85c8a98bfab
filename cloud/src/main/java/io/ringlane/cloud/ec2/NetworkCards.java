package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.placement.catalogue.InstanceType;

/**
 * The network cards of an instance, which its interfaces sit on. Types have one but for the largest; a card takes an even share
 * of the type's interfaces, and numbers its devices from 0.
 *
 * <p>Source: Amazon EC2 User Guide, "Network cards"; the share, DescribeInstanceTypes.
 */
final class NetworkCards {

    private static final String PARAMETER = "networkCardIndex";

    private NetworkCards() {}

    /**
     * Refuses a card that instances of a type do not have.
     *
     * @throws Ec2Exception {@code InvalidParameterValue}
     */
    static void check(InstanceType type, int card) {
        if (card < 0 || card >= type.networkCards()) {
            throw Ec2Exception.invalidValue(
                    Integer.toString(card),
                    PARAMETER,
                    type.networkCards() == 1
                            ? "The type " + type.name() + " has one network card, 0."
                            : "The type " + type.name() + " has the network cards 0 to " + (type.networkCards() - 1)
                                    + ".");
        }
    }

    /**
     * Refuses another card than the first for eth0.
     *
     * @throws Ec2Exception {@code InvalidParameterValue}
     */
    static void checkPrimary(int card) {
        if (card != 0) {
            throw Ec2Exception.invalidValue(
                    Integer.toString(card), PARAMETER, "The primary network interface is on network card 0.");
        }
    }

    /**
     * Refuses more interfaces than an instance takes, or one card of it.
     *
     * @param count interfaces of the instance
     * @param onCard those of the card
     * @throws Ec2Exception {@code AttachmentLimitExceeded}
     */
    static void checkCount(InstanceType type, int count, int card, int onCard) {
        if (count > type.networkInterfaces()) {
            throw new Ec2Exception(
                    "AttachmentLimitExceeded", "Interface count " + count + " exceeds the limit for " + type.name());
        }
        int limit = (type.networkInterfaces() + type.networkCards() - 1) / type.networkCards();
        if (onCard > limit) {
            throw new Ec2Exception(
                    "AttachmentLimitExceeded",
                    "Interface count " + onCard + " exceeds the limit for network card " + card + " of " + type.name()
                            + ", which is " + limit + "; give another networkCardIndex.");
        }
    }
}
