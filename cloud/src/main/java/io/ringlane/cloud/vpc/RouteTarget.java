package io.ringlane.cloud.vpc;

import static io.ringlane.cloud.resource.Ec2Exception.invalidValue;

import io.ringlane.cloud.resource.ResourceKind;

/**
 * Where a route leads.
 *
 * @param kind the target's kind; null for the VPC itself
 * @param key the target's key; 0 for the VPC itself
 */
public record RouteTarget(ResourceKind kind, long key) {

    /** The VPC itself. */
    public static final RouteTarget LOCAL = new RouteTarget(null, 0);

    /**
     * The target of an id: {@code igw-}, {@code nat-}, {@code pcx-}, {@code vgw-}, {@code eni-} or {@code i-}.
     *
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InvalidParameterValue} for another kind of id
     */
    public static RouteTarget of(String id) {
        ResourceKind kind = ResourceKind.of(id, "target");
        return switch (kind) {
            case INTERNET_GATEWAY, NAT_GATEWAY, PEERING, VPN_GATEWAY, INTERFACE, INSTANCE ->
                new RouteTarget(kind, kind.key(id));
            default -> throw invalidValue(id, "target", "A route leads to one of igw-, nat-, pcx-, vgw-, eni- and i-.");
        };
    }

    /** Whether the route stays in the VPC. */
    public boolean isLocal() {
        return kind == null;
    }

    /** The target's id, or {@code local}. */
    @Override
    public String toString() {
        return isLocal() ? "local" : kind.id(key);
    }
}
