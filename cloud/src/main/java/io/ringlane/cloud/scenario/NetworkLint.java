package io.ringlane.cloud.scenario;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkException;
import io.ringlane.cloud.network.NetworkException.Fault;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a scenario's network by making it as a run would, without traffic: what EC2 refuses of it, all at once, and of the
 * events. Where parts have problems already, what is sound is made without them, and nothing is held against it that may be
 * their fault.
 */
final class NetworkLint {

    private final SoundPart sound;
    private final Scenario scenario;
    private final Problems problems;

    NetworkLint(SoundPart sound, Problems problems) {
        this.sound = sound;
        this.scenario = sound.scenario();
        this.problems = problems;
    }

    void check() {
        final boolean isWhole = sound.isWhole("region", "groups", "instances")
                && sound.isWhole(NetworkReader.PARTS.toArray(String[]::new));
        final ScenarioNetwork network;
        try {
            network = new ScenarioNetwork(scenario, isWhole);
        } catch (final NetworkException e) {
            report(e.faults());
            return;
        }
        if (isWhole) {
            new NatLint(sound, problems, network).check();
            checkFlows(network);
            new NetworkFlowLint(sound, problems, network).check(); // before events
            if (sound.isWhole("events")) { // an event may depend on any before it
                checkEvents(network);
            }
        }
    }

    private void report(List<Fault> faults) {
        final RepeatedProblems ofInstances = new RepeatedProblems("instances");
        for (final Fault fault : faults) {
            final YamlNode node = sound.node(fault.section(), fault.index(), fault.key());
            if (fault.section().equals("instances")) {
                ofInstances.add(node, scenario.instances().get(fault.index()).name(), fault.message());
            } else {
                problems.error(node, fault.message());
            }
        }
        ofInstances.report(problems);
    }

    private void checkFlows(ScenarioNetwork network) {
        for (int i = 0; i < scenario.flows().size(); i++) {
            final FlowSpec flow = scenario.flows().get(i);
            if (flow.answers() != null) {
                continue; // it goes to the address that it was asked from
            }
            if (flow.ipVersion() == 6) {
                wantIpv6Address(network, i, "from", flow.from());
                wantIpv6Address(network, i, "to", flow.to());
                continue;
            }
            final NetworkInterface target = network.ends().interfaceOf(flow.to());
            if (target != null && network.ends().destination(flow.to(), flow.from(), 4) == null) {
                problems.error(
                        sound.node("flows", i, "to"),
                        "'" + flow.to() + "' has no public address: put an Elastic IP on it, or launch it in a public"
                                + " subnet");
            }
        }
    }

    private void wantIpv6Address(ScenarioNetwork network, int index, String key, String end) {
        final NetworkInterface at = network.ends().interfaceOf(end);
        if (at != null && at.ipv6Count() == 0) {
            final String subnet = network.names().nameOf(ResourceKind.SUBNET.id(at.subnetKey()));
            problems.error(
                    sound.node("flows", index, key),
                    "'" + end + "' has no IPv6 address: give its subnet '" + subnet
                            + "' an ipv6Cidr, or leave ipVersion out");
        }
    }

    private void checkEvents(ScenarioNetwork network) {
        final List<String> codes = new ArrayList<>(); // by event; null for one that is accepted
        final NatLint nat = new NatLint(sound, problems, network);
        final ClaimLint claims = new ClaimLint(sound, problems, network::at);
        claims.warnOfGroups(0);
        for (int i = 0; i < scenario.events().size(); i++) {
            final int number = i + 1;
            final EventSpec event = scenario.events().get(i);
            claims.checkBefore(event.atNs());
            final Ec2Exception refusal = network.happen(event);
            final boolean isExpected = scenario.expect().stream().anyMatch(expect -> expect.event() == number);
            codes.add(refusal == null ? null : refusal.code());
            nat.checkAfter(i);
            claims.warnOfGroups(event.atNs());
            if (refusal != null && !isExpected) {
                final YamlNode at = sound.node("events", i, "at");
                problems.add(new Problem(
                        Problem.Severity.WARNING,
                        at.line(),
                        at.column(),
                        "event " + number + ", " + event.text(),
                        "EC2 will refuse it: " + network.names().explain(refusal.getMessage())));
            }
        }
        claims.checkBefore(Claim.AT_END);
        checkExpectedErrors(codes);
    }

    /** Expectations of events that EC2 will accept, or refuse with another error. */
    private void checkExpectedErrors(List<String> codes) {
        for (int i = 0; i < scenario.expect().size(); i++) {
            final ExpectSpec expect = scenario.expect().get(i);
            if (expect.event() == 0 || expect.error().equals(codes.get(expect.event() - 1))) {
                continue;
            }
            final String code = codes.get(expect.event() - 1);
            final int other = codes.indexOf(expect.error()) + 1;
            problems.warning(
                    sound.node("expect", i, code == null ? "event" : "error"),
                    "event " + expect.event() + ", "
                            + scenario.events().get(expect.event() - 1).text() + ", will be "
                            + (code == null ? "accepted" : "refused with " + code)
                            + (other == 0 ? "" : ": event " + other + " is refused with " + expect.error()));
        }
    }
}
