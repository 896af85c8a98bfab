package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Required;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.path.EnaExpress;
import java.util.Collections;
import java.util.List;

/**
 * What new instances are to be. Begin with {@link #of} and change what differs; each change gives a new specification and
 * leaves the old one as it was.
 */
public final class LaunchSpec implements Cloneable {

    private static final String ETH0 = "networkInterfaceId";

    private final String type;
    private Image image = Image.MODERN;
    private boolean ebsRoot = true;
    private InterfaceSpec primary;
    private List<String> interfaceIds = List.of();
    private List<Integer> networkCards = List.of();
    private int minCount = 1;
    private int maxCount = 1;
    private Boolean publicAddress;
    private String placementGroup;
    private int partition;
    private boolean terminatesOnShutdown;
    private boolean protectedFromTermination;
    private EnaExpress enaExpress = EnaExpress.OFF;

    private LaunchSpec(String type) {
        this.type = type;
    }

    /** One instance of a type with one address in a subnet, from a present-day image. */
    public static LaunchSpec of(String type, String subnetId) {
        return new LaunchSpec(type).with(InterfaceSpec.in(subnetId));
    }

    /** The same from an image, whose root volume is an EBS one or not. */
    public LaunchSpec from(Image other, boolean hasEbsRoot) {
        LaunchSpec changed = copy();
        changed.image = other;
        changed.ebsRoot = hasEbsRoot;
        return changed;
    }

    /** The same with another eth0, made for each of them. */
    public LaunchSpec with(InterfaceSpec eth0) {
        LaunchSpec changed = copy();
        changed.primary = eth0;
        changed.interfaceIds = List.of();
        return changed;
    }

    /** The same with interfaces made before, eth0 first, all on network card 0; only for one instance. */
    public LaunchSpec withInterfaces(List<String> ids) {
        return withInterfaces(ids, Collections.nCopies(Required.value(ids, ETH0).size(), 0));
    }

    /**
     * The same with interfaces made before, eth0 first; only for one instance. They are devices 0, 1, 2 and so on.
     *
     * @param indexes the network card of each, 0 for eth0
     */
    public LaunchSpec withInterfaces(List<String> ids, List<Integer> indexes) {
        LaunchSpec changed = copy();
        changed.primary = null;
        changed.interfaceIds = Required.values(ids, ETH0);
        changed.networkCards = Required.values(indexes, "networkCardIndex");
        return changed;
    }

    /** As many as can be launched, from {@code min} to {@code max}. */
    public LaunchSpec count(int min, int max) {
        LaunchSpec changed = copy();
        changed.minCount = min;
        changed.maxCount = max;
        return changed;
    }

    /** The same with a public address or without, whatever the subnet says. */
    public LaunchSpec withPublicAddress(boolean wanted) {
        LaunchSpec changed = copy();
        changed.publicAddress = wanted;
        return changed;
    }

    /** The same in a placement group, and in one of its partitions or any for 0. */
    public LaunchSpec inGroup(String group, int inPartition) {
        LaunchSpec changed = copy();
        changed.placementGroup = group;
        changed.partition = inPartition;
        return changed;
    }

    /** The same with another fate: what a shutdown from inside does, and whether termination is refused. */
    public LaunchSpec ending(boolean terminates, boolean isProtected) {
        LaunchSpec changed = copy();
        changed.terminatesOnShutdown = terminates;
        changed.protectedFromTermination = isProtected;
        return changed;
    }

    /** The same with ENA Express on for some of the traffic of its interfaces. */
    public LaunchSpec withEnaExpress(EnaExpress wanted) {
        LaunchSpec changed = copy();
        changed.enaExpress = wanted;
        return changed;
    }

    private LaunchSpec copy() {
        try {
            return (LaunchSpec) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e); // it is supported, see the class
        }
    }

    String type() {
        return type;
    }

    Image image() {
        return image;
    }

    boolean ebsRoot() {
        return ebsRoot;
    }

    /** eth0 of each, or null if {@link #interfaceIds} are given. */
    InterfaceSpec primary() {
        return primary;
    }

    List<String> interfaceIds() {
        return interfaceIds;
    }

    /** The network card of each of {@link #interfaceIds}. */
    List<Integer> networkCards() {
        return networkCards;
    }

    int minCount() {
        return minCount;
    }

    int maxCount() {
        return maxCount;
    }

    /** Whether eth0 gets a public address; null for what the subnet says. */
    Boolean publicAddress() {
        return publicAddress;
    }

    String placementGroup() {
        return placementGroup;
    }

    int partition() {
        return partition;
    }

    boolean terminatesOnShutdown() {
        return terminatesOnShutdown;
    }

    boolean protectedFromTermination() {
        return protectedFromTermination;
    }

    EnaExpress enaExpress() {
        return enaExpress;
    }
}
