package io.ringlane.cloud.settings;

import java.util.Locale;

/** A whole number of {@code ec2.csv}, which describes each of them; its range is here. */
public enum Setting {
    VPCS(1_000_000),
    INTERNET_GATEWAYS(1_000_000),
    SUBNETS_PER_VPC(1_000_000),
    ROUTE_TABLES_PER_VPC(1_000_000),
    ROUTES_PER_TABLE(1_000),
    PROPAGATED_ROUTES_PER_TABLE(1_000),
    PEERINGS_PER_VPC(1_000_000),
    SECURITY_GROUPS(10_000_000),
    SECURITY_GROUPS_PER_INTERFACE(16),
    RULES_PER_SECURITY_GROUP(1_000),
    NETWORK_ACLS_PER_VPC(1_000_000),
    ENTRIES_PER_NETWORK_ACL(1_000),
    NETWORK_INTERFACES(100_000_000),
    ELASTIC_IPS(10_000_000),
    PENDING_MS(86_400_000),
    STOPPING_MS(86_400_000),
    SHUTTING_DOWN_MS(86_400_000),
    TERMINATED_VISIBLE_SECONDS(86_400),
    CONNECTIONS_PER_INSTANCE(100_000_000),
    LINK_LOCAL_PACKETS_PER_SECOND(1_000_000_000),
    TCP_ESTABLISHED_SECONDS(432_000),
    UDP_STREAM_SECONDS(180),
    UDP_SECONDS(60),
    TCP_TRANSIENT_SECONDS(432_000),
    TCP_CLOSED_SECONDS(432_000),
    OTHER_PROTOCOL_SECONDS(432_000),
    FRAGMENT_PACKETS_PER_SECOND(1_000_000_000),
    FRAGMENT_SECONDS(3_600),
    NAT_CONNECTIONS_PER_DESTINATION(64_512),
    NAT_IDLE_SECONDS(86_400),
    NAT_CLOSED_SECONDS(86_400),
    NAT_MEGABITS_PER_SECOND(1_000_000),
    NAT_PACKETS_PER_SECOND(1_000_000_000),
    NAT_FIRST_PORT(65_535),
    NAT_LAST_PORT(65_535),
    GATEWAY_MEGABITS_PER_SECOND(1_000_000),
    GATEWAY_SHARE_PERCENT(100),
    GATEWAY_SHARE_VCPUS(100_000),
    GATEWAY_CAP_BEHIND_NAT(1),
    VPC_MTU_BYTES(9_001),
    INTERNET_MTU_BYTES(9_001),
    VPN_MTU_BYTES(9_001),
    ROUTER_LIFETIME_SECONDS(65_535),
    ROUTER_HOP_LIMIT(255),
    ROUTER_MANAGED_ADDRESSES(1),
    ROUTER_OTHER_CONFIGURATION(1),
    FREE_REMAPS_PER_MONTH(1_000_000_000),
    HOURS_PER_MONTH(744),
    EPOCH_SECONDS(253_402_300_799L), // the year 9999
    ACCOUNT_ID(999_999_999_999L), // 12 digits, leading zeros not written
    FLOW_LOG_RECORDS(100_000_000);

    private final long most;
    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Setting(long most) {
        this.most = most;
    }

    /** The name in files, for instance {@code elastic-ips}. */
    public String label() {
        return label;
    }

    /** The largest value. */
    long most() {
        return most;
    }

    /** The smallest value: a time or a count that may be nothing, or 1 where nothing would make no sense. */
    long least() {
        return switch (this) {
            case CONNECTIONS_PER_INSTANCE,
                    NAT_CONNECTIONS_PER_DESTINATION,
                    NAT_FIRST_PORT,
                    NAT_LAST_PORT,
                    HOURS_PER_MONTH,
                    UDP_SECONDS,
                    UDP_STREAM_SECONDS,
                    TCP_ESTABLISHED_SECONDS -> 1;
            case VPC_MTU_BYTES, INTERNET_MTU_BYTES, VPN_MTU_BYTES -> 576; // RFC 791: what every host accepts
            default -> 0;
        };
    }
}
