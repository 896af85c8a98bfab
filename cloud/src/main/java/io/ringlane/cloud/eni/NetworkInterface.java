package io.ringlane.cloud.eni;

import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.ConnectionTimeouts;
import io.ringlane.dataplane.nic.MacAddress;
import io.ringlane.placement.path.EnaExpress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An elastic network interface. It never leaves its subnet; everything it has moves with it from instance to instance.
 *
 * <p>Immutable. About 200 bytes with one private and one public address.
 */
public final class NetworkInterface {

    private static final int[] NO_PUBLIC = {};
    private static final IpAddress[] NO_IPV6 = {};

    /** Who made an interface, and so who may attach and delete it. */
    public enum Type {
        /** A user's. */
        INTERFACE("interface"),
        /** A NAT gateway's. */
        NAT_GATEWAY("natGateway");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** As EC2 writes it. */
        public String label() {
            return label;
        }
    }

    private final long key;
    private final long subnetKey;
    private final long vpcKey;
    private final int vpcNumber;
    private final long mac;
    private final Type type;
    private final String description;
    private final int[] ipv4;
    private final int[] publicIpv4; // beside ipv4, 0 for none; empty if there is none at all
    private final boolean autoPublic;
    private final IpAddress[] ipv6;
    private final long[] groups;
    private final boolean sourceDestCheck;
    private final ConnectionTimeouts timeouts;
    private final Attachment attachment;

    private NetworkInterface(Builder from) {
        this.key = from.key;
        this.subnetKey = from.subnetKey;
        this.vpcKey = from.vpcKey;
        this.vpcNumber = from.vpcNumber;
        this.mac = from.mac;
        this.type = from.type;
        this.description = from.description;
        this.ipv4 = from.ipv4;
        this.publicIpv4 = Arrays.stream(from.publicIpv4).allMatch(each -> each == 0) ? NO_PUBLIC : from.publicIpv4;
        this.autoPublic = from.autoPublic;
        this.ipv6 = from.ipv6;
        this.groups = from.groups;
        this.sourceDestCheck = from.sourceDestCheck;
        this.timeouts = from.timeouts;
        this.attachment = from.attachment;
    }

    /** Its id's key. */
    public long key() {
        return key;
    }

    /** {@code eni-...}. */
    public String id() {
        return ResourceKind.INTERFACE.id(key);
    }

    /** Its subnet's key. */
    public long subnetKey() {
        return subnetKey;
    }

    /** {@code subnet-...}. */
    public String subnetId() {
        return ResourceKind.SUBNET.id(subnetKey);
    }

    /** Its VPC's key. */
    public long vpcKey() {
        return vpcKey;
    }

    /** The {@link io.ringlane.cloud.vpc.Vpc#number number} of its VPC. */
    public int vpcNumber() {
        return vpcNumber;
    }

    /** A 48-bit number, the first byte on the wire highest. */
    public long mac() {
        return mac;
    }

    /** Who made it. */
    public Type type() {
        return type;
    }

    /** Free text. */
    public String description() {
        return description;
    }

    /** Whether packets must have one of its addresses as their source or destination. */
    public boolean sourceDestCheck() {
        return sourceDestCheck;
    }

    /** How long its idle connections are remembered; null for the region's times. */
    public ConnectionTimeouts timeouts() {
        return timeouts;
    }

    /** Its place on an instance, or null. */
    public Attachment attachment() {
        return attachment;
    }

    /** Whether it can be attached or deleted. */
    public boolean isAvailable() {
        return attachment == null && type == Type.INTERFACE;
    }

    /** Private IPv4 addresses; the first is the primary one. */
    public int ipv4Count() {
        return ipv4.length;
    }

    /** A private IPv4 address, a big-endian int. */
    public int ipv4(int index) {
        return ipv4[index];
    }

    /** The primary private IPv4 address. */
    public IpAddress primaryAddress() {
        return IpAddress.ofIpv4(ipv4[0]);
    }

    /** The public address of a private one, or 0. The instance never sees it. */
    public int publicIpv4(int index) {
        return publicIpv4.length == 0 ? 0 : publicIpv4[index];
    }

    /** Whether the primary address's public address came from the pool at launch, and goes at stop. */
    public boolean isAutoPublic() {
        return autoPublic;
    }

    /** Whether any address has a public one. */
    public boolean hasPublicAddress() {
        return publicIpv4.length > 0;
    }

    /** IPv6 addresses. */
    public int ipv6Count() {
        return ipv6.length;
    }

    /** An IPv6 address. */
    public IpAddress ipv6(int index) {
        return ipv6[index];
    }

    /** Security groups. */
    public int groupCount() {
        return groups.length;
    }

    /** A security group's key. */
    public long group(int index) {
        return groups[index];
    }

    /** Security groups, to be read only: the array is shared by every interface that has the same ones. */
    public long[] groupKeys() {
        return groups;
    }

    /** The index of a private IPv4 address, or -1. */
    public int indexOf(int address) {
        for (int i = 0; i < ipv4.length; i++) {
            if (ipv4[i] == address) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the private address that a public one stands for, or -1. */
    public int indexOfPublic(int address) {
        for (int i = 0; i < publicIpv4.length; i++) {
            if (publicIpv4[i] == address) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a private address is one of the interface's. */
    public boolean owns(IpAddress address) {
        if (address.isIpv4()) {
            return indexOf(address.ipv4()) >= 0;
        }
        for (IpAddress each : ipv6) {
            if (each.equals(address)) {
                return true;
            }
        }
        return false;
    }

    /** The public address of a private one, or null. */
    public IpAddress publicOf(IpAddress privateAddress) {
        int index = privateAddress.isIpv4() ? indexOf(privateAddress.ipv4()) : -1;
        return index < 0 || publicIpv4(index) == 0 ? null : IpAddress.ofIpv4(publicIpv4(index));
    }

    /** What a change of this interface starts from. */
    public Builder change() {
        return new Builder(this);
    }

    /** What a new interface starts from. */
    public static Builder builder(long key, long subnetKey, long vpcKey, int vpcNumber, long mac) {
        return new Builder(key, subnetKey, vpcKey, vpcNumber, mac);
    }

    /** Everything about it in one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(id()).append(' ').append(type.label());
        text.append(" in ").append(subnetId()).append(" mac ").append(MacAddress.format(mac));
        for (int i = 0; i < ipv4.length; i++) {
            text.append(' ').append(IpAddress.ofIpv4(ipv4[i]));
            if (publicIpv4(i) != 0) {
                text.append('=').append(IpAddress.ofIpv4(publicIpv4(i)));
                text.append(i == 0 && autoPublic ? "(auto)" : "");
            }
        }
        for (IpAddress address : ipv6) {
            text.append(' ').append(address);
        }
        for (long group : groups) {
            text.append(' ').append(ResourceKind.SECURITY_GROUP.id(group));
        }
        text.append(sourceDestCheck ? "" : " no-source-dest-check").append(timeouts == null ? "" : " " + timeouts);
        text.append(
                attachment == null ? " available" : " " + attachment.id() + " to " + attachment.instanceId() + " as ");
        if (attachment != null) {
            text.append(attachment.deviceIndex())
                    .append(" on card ")
                    .append(attachment.cardIndex())
                    .append(attachment.deleteOnTermination() ? " delete-on-termination" : "")
                    .append(attachment.enaExpress() == EnaExpress.OFF ? "" : " ena-express-" + attachment.enaExpress());
        }
        return text.append(" \"").append(description).append('"').toString();
    }

    /** Gathers a change; one thread. */
    public static final class Builder {
        private final long key;
        private final long subnetKey;
        private final long vpcKey;
        private final int vpcNumber;
        private final long mac;
        private Type type = Type.INTERFACE;
        private String description = "";
        private int[] ipv4 = {};
        private int[] publicIpv4 = {};
        private boolean autoPublic;
        private IpAddress[] ipv6 = NO_IPV6;
        private long[] groups = {};
        private boolean sourceDestCheck = true;
        private ConnectionTimeouts timeouts;
        private Attachment attachment;

        private Builder(long key, long subnetKey, long vpcKey, int vpcNumber, long mac) {
            this.key = key;
            this.subnetKey = subnetKey;
            this.vpcKey = vpcKey;
            this.vpcNumber = vpcNumber;
            this.mac = mac;
        }

        private Builder(NetworkInterface from) {
            this(from.key, from.subnetKey, from.vpcKey, from.vpcNumber, from.mac);
            this.type = from.type;
            this.description = from.description;
            this.ipv4 = from.ipv4;
            this.publicIpv4 = from.publicIpv4;
            this.autoPublic = from.autoPublic;
            this.ipv6 = from.ipv6;
            this.groups = from.groups;
            this.sourceDestCheck = from.sourceDestCheck;
            this.timeouts = from.timeouts;
            this.attachment = from.attachment;
        }

        /** Who made it. */
        public Builder type(Type value) {
            type = value;
            return this;
        }

        /** Free text. */
        public Builder description(String value) {
            description = value;
            return this;
        }

        /** Keys of its security groups; the array is kept, not copied. */
        public Builder groups(long[] value) {
            groups = value;
            return this;
        }

        /** Whether packets must have one of its addresses. */
        public Builder sourceDestCheck(boolean value) {
            sourceDestCheck = value;
            return this;
        }

        /** How long its idle connections are remembered; null for the region's times. */
        public Builder timeouts(ConnectionTimeouts value) {
            timeouts = value;
            return this;
        }

        /** Its place on an instance, or null. */
        public Builder attachment(Attachment value) {
            attachment = value;
            return this;
        }

        /** One more private IPv4 address. */
        public Builder addIpv4(int address) {
            ipv4 = Arrays.copyOf(ipv4, ipv4.length + 1);
            ipv4[ipv4.length - 1] = address;
            publicIpv4 = publicIpv4.length == 0 ? publicIpv4 : Arrays.copyOf(publicIpv4, ipv4.length);
            return this;
        }

        /** A private IPv4 address less, and its public one with it. */
        public Builder removeIpv4(int address) {
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < ipv4.length; i++) {
                if (ipv4[i] != address) {
                    kept.add(i);
                }
            }
            int[] addresses = ipv4;
            int[] publics = publicIpv4;
            ipv4 = kept.stream().mapToInt(i -> addresses[i]).toArray();
            publicIpv4 = publics.length == 0
                    ? publics
                    : kept.stream().mapToInt(i -> publics[i]).toArray();
            return this;
        }

        /** The public address of a private one, by its index; 0 for none. */
        public Builder publicIpv4(int index, int address, boolean fromPool) {
            publicIpv4 = Arrays.copyOf(publicIpv4, ipv4.length);
            publicIpv4[index] = address;
            autoPublic = index == 0 ? fromPool && address != 0 : autoPublic;
            return this;
        }

        /** One more IPv6 address. */
        public Builder addIpv6(IpAddress address) {
            ipv6 = Arrays.copyOf(ipv6, ipv6.length + 1);
            ipv6[ipv6.length - 1] = address;
            return this;
        }

        /** An IPv6 address less. */
        public Builder removeIpv6(IpAddress address) {
            ipv6 = Arrays.stream(ipv6).filter(each -> !each.equals(address)).toArray(IpAddress[]::new);
            return this;
        }

        /** The changed interface. */
        public NetworkInterface build() {
            return new NetworkInterface(this);
        }
    }
}
