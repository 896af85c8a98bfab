package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.dataplane.pipeline.RouterAdvertisement;
import io.ringlane.dataplane.pipeline.Translation;

/** Headers as the data plane has them, and as decisions do. Stateless. */
final class LiveHeaders {

    private LiveHeaders() {}

    /** The flow of a record's key words. */
    static Flow flow(long[] keys) {
        return flow(keys, 0);
    }

    static Flow flow(long[] keys, int key) {
        IpAddress source;
        IpAddress destination;
        if (FlowKey.isIpv6(keys[key + 1])) {
            source = new IpAddress(Long.reverseBytes(keys[key + 2]), Long.reverseBytes(keys[key + 3]));
            destination = new IpAddress(Long.reverseBytes(keys[key + 4]), Long.reverseBytes(keys[key + 5]));
        } else {
            source = IpAddress.ofIpv4(FlowKey.ipv4Source(keys[key]));
            destination = IpAddress.ofIpv4(FlowKey.ipv4Destination(keys[key]));
        }
        return flow(source, destination, keys[key + 1]);
    }

    /** Null if one of the addresses is an IPv4 address in IPv6's clothes, and the other one is not. */
    static Flow flow(IpAddress source, IpAddress destination, long word1) {
        if (source.isIpv4() != destination.isIpv4()) {
            return null;
        }
        int protocol = FlowKey.protocol(word1);
        return FlowKey.isIcmp(word1)
                ? new Flow(source, destination, protocol, FlowKey.icmpType(word1), FlowKey.icmpCode(word1))
                : new Flow(source, destination, protocol, FlowKey.sourcePort(word1), FlowKey.destinationPort(word1));
    }

    /** What a subnet's router says of itself. */
    static RouterAdvertisement advertisement(IpAddress linkLocal, Ec2Settings settings) {
        return new RouterAdvertisement(
                linkLocal.high(),
                linkLocal.low(),
                settings.count(Setting.ROUTER_HOP_LIMIT),
                settings.count(Setting.ROUTER_LIFETIME_SECONDS),
                settings.value(Setting.ROUTER_MANAGED_ADDRESSES) != 0,
                settings.value(Setting.ROUTER_OTHER_CONFIGURATION) != 0);
    }

    /** What a decision changes in headers; null for nothing. */
    static Translation translation(Decision decision) {
        Flow sent = decision.sent();
        Flow arriving = decision.arriving();
        if (!decision.rewrites() || !sent.source().isIpv4()) {
            return null;
        }
        int sourcePort = Translation.KEEP;
        int destinationPort = Translation.KEEP;
        if (sent.hasPorts()) {
            sourcePort = sent.sourcePort() == arriving.sourcePort() ? Translation.KEEP : arriving.sourcePort();
            destinationPort = sent.destinationPort() == arriving.destinationPort()
                    ? Translation.KEEP
                    : arriving.destinationPort();
        } else if (decision.quoted() != null && decision.quoted().hasPorts()) { // it went the other way
            sourcePort = decision.quoted().destinationPort();
            destinationPort = decision.quoted().sourcePort();
        }
        return new Translation(
                !sent.source().equals(arriving.source()),
                arriving.source().ipv4(),
                sourcePort,
                !sent.destination().equals(arriving.destination()),
                arriving.destination().ipv4(),
                destinationPort,
                decision.identifier() == IcmpType.NONE ? Translation.KEEP : decision.identifier());
    }

    /** A flow of a decision as it arrives; flows that share one differ in what no translation sets. */
    static Flow arriving(Flow sent, Decision decision) {
        Translation translation = translation(decision);
        if (translation == null) {
            return sent;
        }
        IpAddress source = translation.setsSource() ? decision.arriving().source() : sent.source();
        IpAddress destination =
                translation.setsDestination() ? decision.arriving().destination() : sent.destination();
        if (!sent.hasPorts()) {
            return new Flow(source, destination, sent.protocol(), sent.sourcePort(), sent.destinationPort());
        }
        return new Flow(
                source,
                destination,
                sent.protocol(),
                translation.sourcePort() == Translation.KEEP ? sent.sourcePort() : translation.sourcePort(),
                translation.destinationPort() == Translation.KEEP
                        ? sent.destinationPort()
                        : translation.destinationPort());
    }
}
