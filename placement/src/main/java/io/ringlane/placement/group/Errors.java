package io.ringlane.placement.group;

import io.ringlane.core.text.NearestName;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.Collection;

/** EC2's codes and words for what it refuses. Codes: Amazon EC2 API Reference, "Error codes"; words as users report them. */
final class Errors {
    private static final String INVALID_VALUE = "InvalidParameterValue";
    private static final String INVALID_COMBINATION = "InvalidParameterCombination";
    static final String IN_USE = "InvalidPlacementGroup.InUse";
    static final String NO_CAPACITY = "InsufficientInstanceCapacity";

    private Errors() {}

    static PlacementException invalidValue(String message) {
        return new PlacementException(INVALID_VALUE, message);
    }

    static PlacementException invalidCombination(String message) {
        return new PlacementException(INVALID_COMBINATION, message);
    }

    static PlacementException noCapacity(String message) {
        return new PlacementException(NO_CAPACITY, message);
    }

    static PlacementException unknownInstance(String name, Collection<String> known) {
        return new PlacementException(
                "InvalidInstanceID.NotFound",
                "The instance ID '" + name + "' does not exist; " + NearestName.advice(name, known, "instances"));
    }

    static PlacementException notStopped(String instance) {
        return new PlacementException(
                "IncorrectInstanceState",
                "The instance '" + instance + "' is running; it changes its placement only while it is stopped.");
    }

    static PlacementException tooManyInterfaces(int count, InstanceType type) {
        return new PlacementException(
                "AttachmentLimitExceeded",
                "Interface count " + count + " exceeds the limit for " + type.name() + ", which is "
                        + type.networkInterfaces() + ".");
    }

    static PlacementException primaryInterface() {
        return new PlacementException(
                "OperationNotPermitted",
                "The network interface at device index 0 and networkCard index 0 cannot be detached.");
    }

    static PlacementException noSuchInterface(String instance, int slot) {
        return new PlacementException(
                "InvalidAttachmentID.NotFound", "The instance '" + instance + "' has no interface " + slot + ".");
    }

    static PlacementException noSuchCard(InstanceType type, EnhancedNetworking card) {
        return invalidCombination("The instance type '" + type.name() + "' has no '" + card.label()
                + "' network interface; it has '" + type.enhancedNetworking().label() + "'.");
    }

    static PlacementException unknownGroup(String name, Collection<String> known) {
        return new PlacementException(
                "InvalidPlacementGroup.Unknown",
                "The Placement Group '" + name + "' is unknown; " + NearestName.advice(name, known, "groups"));
    }

    static PlacementException duplicateGroup(String name) {
        return new PlacementException(
                "InvalidPlacementGroup.Duplicate", "The placement group '" + name + "' already exists.");
    }

    static PlacementException groupInUse(String name, int members) {
        return new PlacementException(
                IN_USE,
                "The placement group '" + name + "' is in use and may not be deleted. "
                        + (members == 1 ? "1 instance is" : members + " instances are")
                        + " in it: terminate them, or stop them and move them out.");
    }

    static PlacementException groupInOtherZone(String name, String zone) {
        return new PlacementException(
                IN_USE, "The placement group '" + name + "' is in use in another availability zone: " + zone);
    }

    static PlacementException tooManyGroups(int limit) {
        return new PlacementException(
                "PlacementGroupLimitExceeded",
                "An account has at most " + limit + " placement groups in a region; delete one that is not in use.");
    }

    static PlacementException cannotCluster(InstanceType type) {
        return invalidCombination("Cluster placement groups are not supported by the '" + type.name()
                + "' instance type. Specify a supported instance type or change the placement group strategy, and try"
                + " again.");
    }
}
