package io.ringlane.cloud.scenario;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Decision.Outcome;
import io.ringlane.cloud.forwarding.PacketTraits;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkEnds;
import io.ringlane.cloud.network.NetworkSpec;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.rate.Units;
import io.ringlane.placement.group.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Warns of flows that a network refuses, or goes on to let pass, where that is most likely not meant. */
final class NetworkFlowLint {

    private final SoundPart sound;
    private final Scenario scenario;
    private final Problems problems;
    private final ScenarioNetwork network;
    private final Map<String, Placement> placements = new HashMap<>(); // by id of the instance

    /** @param network as it is before any event */
    NetworkFlowLint(SoundPart sound, Problems problems, ScenarioNetwork network) {
        this.sound = sound;
        this.scenario = sound.scenario();
        this.problems = problems;
        this.network = network;
        network.placer().placer().placements().forEach(each -> placements.put(each.instance(), each));
    }

    void check() {
        for (int i = 0; i < scenario.flows().size(); i++) {
            final FlowSpec flow = scenario.flows().get(i);
            final Decision decision = flow.answers() == null ? decide(flow) : null;
            if (decision == null) {
                continue;
            }
            final List<Integer> expects = expectationsOf(flow);
            warnOfMtu(i, flow, decision, expects);
            if (decision.outcome() == Outcome.DROPPED) {
                warnOfRefusal(i, flow, decision, expects);
            } else if (decision.outcome() == Outcome.TO_INTERNET && !isOutside(flow.to())) {
                problems.warning(
                        sound.node("flows", i, "to"),
                        "it will leave for the internet and never reach '" + flow.to()
                                + "': no route leads there but the default one ("
                                + explain(flow) + " says more)");
            } else if (decision.tracksAtSender() || decision.tracksAtTarget()) {
                expects.forEach(expect -> warnOfTracking(expect, flow));
            }
        }
    }

    /** Whether an end is out in the internet: everybody there, or an address that nothing of the region has or could have. */
    private boolean isOutside(String end) {
        if (end.equals(NetworkSpec.INTERNET)) {
            return true;
        }
        final boolean isName =
                network.ends().interfaceOf(end) != null || network.ends().isBehindVpn(end);
        if (isName || !NetworkEnds.isAddress(end)) {
            return false;
        }
        final IpAddress address = IpAddress.parse(end);
        return !Ec2Settings.builtIn().isPublic(address)
                && network.ec2().state().all(Table.VPCS).stream().noneMatch(vpc -> vpc.contains(address))
                && scenario.network().vpns().stream()
                        .flatMap(vpn -> vpn.networks().stream())
                        .noneMatch(each -> each.contains(address));
    }

    /** Nothing is said where it is expected. */
    private void warnOfMtu(int index, FlowSpec flow, Decision decision, List<Integer> expects) {
        if (decision.outcome() == Outcome.DROPPED || isExpected(expects)) {
            return;
        }
        final int mtu = mtuBytes(decision);
        final int most = mtu + FramePatterns.ETHERNET_HEADER_BYTES;
        for (final int length : flow.frame().lengthsBytes()) {
            if (length > most) {
                problems.warning(
                        sound.node("flows", index, "frame"),
                        "frames of " + length + "B do not fit the way ("
                                + decision.path().label() + ", MTU " + mtu
                                + "B) and will be dropped, at least at first: the most is " + most + "B");
                return;
            }
        }
    }

    /** Of the way, of both interfaces and of what lies between their hosts. */
    private int mtuBytes(Decision decision) {
        final Placement from = placement(decision.sender());
        final Placement to = placement(decision.target());
        int mtu = decision.mtuBytes();
        if (to != null) {
            mtu = Math.min(mtu, to.type().mtuBytes());
            if (from != null && from != to) {
                mtu = Math.min(mtu, from.type().mtuBytes());
                mtu = Math.min(
                        mtu, network.placer().profiles().between(from, to).mtuBytes());
            }
        }
        return mtu;
    }

    private Placement placement(NetworkInterface nic) {
        return nic == null || nic.attachment() == null
                ? null
                : placements.get(nic.attachment().instanceId());
    }

    private boolean isExpected(List<Integer> expects) {
        return expects.stream()
                .map(scenario.expect()::get)
                .anyMatch(expect -> expect.dropReason() != null || expect.deliveredBitsPerSecond() == 0);
    }

    private List<Integer> expectationsOf(FlowSpec flow) {
        final List<Integer> found = new ArrayList<>();
        for (int i = 0; i < scenario.expect().size(); i++) {
            if (flow.name().equals(scenario.expect().get(i).flow())) {
                found.add(i);
            }
        }
        return found;
    }

    /** Where a flow's first packet goes; null if its ends are not there yet. */
    private Decision decide(FlowSpec flow) {
        final NetworkEnds ends = network.ends();
        final IpAddress source = ends.source(flow.from(), flow.ipVersion());
        final IpAddress destination = ends.destination(flow.to(), flow.from(), flow.ipVersion());
        if (source == null || destination == null) {
            return null;
        }
        final Flow first = flow.between(source, destination, 0);
        final PacketTraits traits = PacketTraits.query(flow.identifier());
        final Reads reads = new Reads();
        if (flow.from().equals(NetworkSpec.INTERNET)) {
            return network.ec2().forwarding().fromInternet(first, traits, reads);
        }
        if (ends.isBehindVpn(flow.from())) {
            final String id = network.names().find(ResourceKind.VPN_CONNECTION, flow.from());
            return network.ec2().forwarding().fromVpn(ResourceKind.VPN_CONNECTION.key(id), first, traits, reads);
        }
        final NetworkInterface sender = ends.interfaceOf(flow.from());
        return network.ec2().forwarding().decide(sender.key(), first, traits, reads);
    }

    /** Nothing is said where something is expected that a refusal meets, or an event may let the flow through. */
    private void warnOfRefusal(int index, FlowSpec flow, Decision decision, List<Integer> expects) {
        if (!isExpected(expects) && scenario.events().stream().allMatch(event -> event.atNs() > flow.startNs())) {
            problems.warning(
                    sound.node("flows", index, "to"),
                    "it will be refused, at least at first: "
                            + decision.refusal().sentence() + " (" + explain(flow) + " says more)");
        }
    }

    /** The command that explains this flow, whatever others there are between its ends. */
    private static String explain(FlowSpec flow) {
        return "ringlane explain FILE " + flow.from() + " " + flow.to() + " --protocol " + flow.protocol() + " --ip "
                + flow.ipVersion() + (flow.isIcmp() ? "" : " --port " + flow.port());
    }

    /** A connection that is tracked outlives the rule that let it in. */
    private void warnOfTracking(int index, FlowSpec flow) {
        final ExpectSpec expect = scenario.expect().get(index);
        final boolean isOfGroups =
                expect.dropReason() != null && expect.dropReason().startsWith("security_group_");
        if (!isOfGroups) {
            return;
        }
        for (final EventSpec event : scenario.events()) {
            if (event.text().startsWith("revoke ") && event.atNs() > flow.startNs()) {
                problems.warning(
                        sound.node("expect", index, "dropped"),
                        "the connection of '" + flow.name()
                                + "' is tracked, and outlives the rule that is revoked: expect it"
                                + " of a flow that starts after " + Units.formatNanos(event.atNs()));
                return;
            }
        }
    }
}
