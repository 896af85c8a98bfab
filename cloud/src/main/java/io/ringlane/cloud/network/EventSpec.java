package io.ringlane.cloud.network;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something that happens to a network at a time.
 *
 * @param atNs nanoseconds after traffic started
 * @param text it in words, for instance {@code stop a}
 * @param launches instances, Elastic IPs and peerings that do not exist before it
 * @param groups placement groups that it moves instances into
 * @param action the calls it makes; throws {@link io.ringlane.cloud.resource.Ec2Exception} where EC2 refuses one
 */
public record EventSpec(
        long atNs, String text, List<String> launches, List<String> groups, Consumer<EventCalls> action) {}
