package io.ringlane.cloud.network;

import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.path.EnaExpress;
import java.util.List;

/**
 * An instance of a network.
 *
 * @param type its type's name
 * @param image what it boots from, or null for a present-day image
 * @param group its placement group, or null
 * @param partition the partition asked for, from 1; 0 for any
 * @param enaExpress what of its traffic may use ENA Express
 * @param eth0 its first interface
 */
public record InstanceOrder(
        String name, String type, Image image, String group, int partition, EnaExpress enaExpress, Eth0 eth0) {

    /**
     * What the first interface is like.
     *
     * @param address its primary private address, or null for any free one
     * @param groups its security groups; none for the VPC's default one
     */
    public record Eth0(String subnet, String address, List<String> groups, boolean sourceDestCheck) {}
}
