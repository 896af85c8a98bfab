package io.ringlane.cloud.plan;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Forwarding;
import io.ringlane.cloud.forwarding.PacketTraits;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.plan.WayEnd.Kind;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioNetwork;

/** Asks a network where packets go. One thread. */
final class Ways {

    private final Ec2Region ec2;
    private final WayEnds ends;

    Ways(Scenario scenario, ScenarioNetwork network) {
        this.ec2 = network.ec2();
        this.ends = new WayEnds(scenario, network);
    }

    /**
     * The way of a connection's first packet.
     *
     * @throws PlanException if an end is unknown, or both are outside the region or the same
     */
    Way find(FlowQuestion question) {
        String from = question.from();
        String to = question.to();
        WayEnd sender = ends.sender(from, question.ipVersion());
        WayEnd receiver = ends.receiver(to, sender, question.ipVersion());
        if (sender.kind() != Kind.INTERFACE && receiver.kind() != Kind.INTERFACE && receiver.kind() != Kind.NOBODY) {
            throw new PlanException("neither '" + from + "' nor '" + to + "' is in the region: name an instance");
        }
        if (sender.source().equals(receiver.destination())) {
            throw new PlanException("a flow from '" + from + "' to itself takes no path: name two ends");
        }
        Flow flow = new Flow(
                sender.source(), receiver.destination(), question.protocol(), question.sourcePort(), question.port());
        return new Way(sender, receiver, flow, question.identifier(), decide(sender, flow, question.identifier()));
    }

    /** The way of the answer to a packet that arrived, once connections remember it. */
    Way answer(Way question) {
        Decision remembered = ec2.connections().remember(question.decision());
        NetworkInterface target = remembered.target();
        WayEnd from = target == null
                ? question.to()
                : new WayEnd(
                        question.to().name(),
                        Kind.INTERFACE,
                        target,
                        question.to().instance(),
                        0,
                        remembered.arriving().destination(),
                        remembered.arriving().destination());
        Flow flow = remembered.arriving().reversed();
        int identifier = remembered.setsIdentifier() ? remembered.identifier() : question.identifier();
        return new Way(from, question.from(), flow, identifier, decide(from, flow, identifier));
    }

    private Decision decide(WayEnd sender, Flow flow, int identifier) {
        PacketTraits traits = PacketTraits.query(identifier);
        Forwarding forwarding = ec2.forwarding();
        return switch (sender.kind()) {
            case INTERFACE -> forwarding.explain(sender.nic().key(), flow, traits);
            case VPN -> forwarding.explainFromVpn(sender.vpnKey(), flow, traits);
            case INTERNET, NOBODY -> forwarding.explainFromInternet(flow, traits);
        };
    }
}
