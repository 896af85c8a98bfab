package io.ringlane.cloud.network;

import io.ringlane.cloud.network.NetworkException.Fault;
import io.ringlane.cloud.resource.Ec2Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Collects what EC2 refuses of a network while the rest of it is made. What needs something that is not there because of that is
 * passed over: it is not its fault.
 */
final class Faults {

    /** What may be refused only because something else is missing. */
    private static final Set<String> CONSEQUENCES = Set.of("Gateway.NotAttached", "InvalidInstanceID.NotFound");

    private final NetworkNames names;
    private final boolean isWhole;
    private final List<Fault> found = new ArrayList<>();

    /** @param isWhole whether nothing is missing from the start */
    Faults(NetworkNames names, boolean isWhole) {
        this.names = names;
        this.isWhole = isWhole;
    }

    /** One item of a list, while it is made. */
    final class Part {

        private final String section;
        private final int index;

        private Part(String section, int index) {
            this.section = section;
            this.index = index;
        }

        /**
         * Makes a call, and notes it where it is refused.
         *
         * @param key what it is about, unless the refusal tells
         */
        void about(String key, Runnable call) {
            try {
                call.run();
            } catch (Ec2Exception e) {
                if (isComplete() || !CONSEQUENCES.contains(e.code())) {
                    found.add(new Fault(
                            section, index, keyOf(e, key), e.code(), names.explain(e.getMessage()) + hint(e)));
                }
            } catch (UnknownNameException e) {
                if (isComplete()) {
                    throw e;
                }
            }
        }
    }

    /** Makes each item of a list; a refusal that nobody noted ends the item, not the list. */
    <T> void each(String section, List<T> items, BiConsumer<T, Part> make) {
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            Part part = new Part(section, i);
            part.about("name", () -> make.accept(item, part));
        }
    }

    private boolean isComplete() {
        return isWhole && found.isEmpty();
    }

    /** @throws NetworkException if there are any */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new NetworkException(found);
        }
    }

    /** What a scenario says where EC2 would want a call of its own. */
    private static String hint(Ec2Exception refusal) {
        return switch (refusal.code()) {
            case "Gateway.NotAttached" -> ": give it one by a subnet with public: true, or by a route via igw";
            case "RouteAlreadyExists" -> " Write one of them, and let the event replaceRoute change it later.";
            default -> "";
        };
    }

    /** The key that a refusal is about, where one call takes several. */
    private static String keyOf(Ec2Exception refusal, String key) {
        if (key.contains("[")) {
            return key;
        }
        String parameter = refusal.detail().replaceFirst("(?s).*for parameter (\\w+) is invalid.*", "$1");
        return switch (parameter) {
            case "privateIpAddress", "address" -> "address";
            case "groupId" -> "securityGroups";
            case "ipv6CidrBlock" -> "ipv6Cidr";
            default -> keyOf(refusal.code(), refusal, key);
        };
    }

    private static String keyOf(String code, Ec2Exception refusal, String key) {
        return switch (code) {
            case "InvalidIPAddress.InUse" -> "address";
            case "InvalidSubnet.Range", "InvalidSubnet.Conflict" ->
                refusal.detail().contains("IPv6") || refusal.detail().contains("::") ? "ipv6Cidr" : key;
            case "InvalidGroup.NotFound", "SecurityGroupsPerInterfaceLimitExceeded" -> "securityGroups";
            case "InsufficientFreeAddressesInSubnet" -> "subnet";
            case "InvalidPlacementGroup.Unknown", "InvalidPlacementGroup.InUse", "InvalidParameterCombination" ->
                key.equals("type") ? "group" : key;
            default -> key;
        };
    }
}
