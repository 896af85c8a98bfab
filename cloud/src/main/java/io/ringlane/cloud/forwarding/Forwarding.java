package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decides where flows go, each from the state that stands when the call begins.
 *
 * <p>A flow through a NAT gateway takes a port there when it is decided, and keeps it; nothing else is remembered before {@link
 * ConnectionTracker#remember} is called.
 *
 * <p>Threads: any. The state is read without a lock.
 */
public final class Forwarding {

    private final Supplier<? extends RegionView> region;
    private final Ec2Settings settings;
    private final Connections connections;
    private final Translations translations;

    /** @param region gives the state that stands */
    public Forwarding(
            Supplier<? extends RegionView> region,
            Ec2Settings settings,
            Connections connections,
            Translations translations) {
        this.region = region;
        this.settings = settings;
        this.connections = connections;
        this.translations = translations;
    }

    /** Decides for a flow that an interface sends. */
    public Decision decide(long interfaceKey, Flow flow) {
        return walk(flow, null, null).from(interfaceKey, 0);
    }

    /** As {@link #decide}, with every decision on the way in words. */
    public Decision explain(long interfaceKey, Flow flow) {
        return walk(flow, new ArrayList<>(), null).from(interfaceKey, 0);
    }

    /** As {@link #explain(long, Flow)}, for one packet. */
    public Decision explain(long interfaceKey, Flow flow, PacketTraits traits) {
        return walk(flow, traits, new ArrayList<>(), null).from(interfaceKey, 0);
    }

    /** Decides for a flow that comes from the internet, to a public address. */
    public Decision fromInternet(Flow flow) {
        return walk(flow, null, null).fromInternet();
    }

    /** As {@link #fromInternet(Flow)}, for one packet, with every decision on the way in words. */
    public Decision explainFromInternet(Flow flow, PacketTraits traits) {
        return walk(flow, traits, new ArrayList<>(), null).fromInternet();
    }

    /** As {@link #fromVpn(long, Flow)}, for one packet, with every decision on the way in words. */
    public Decision explainFromVpn(long connectionKey, Flow flow, PacketTraits traits) {
        return walk(flow, traits, new ArrayList<>(), null).fromVpn(connectionKey);
    }

    /** Decides for a flow that comes over a VPN connection, to a private address. */
    public Decision fromVpn(long connectionKey, Flow flow) {
        return walk(flow, null, null).fromVpn(connectionKey);
    }

    /** As {@link #decide}, for one packet; adds what was read, so that it is known when to decide again. */
    public Decision decide(long interfaceKey, Flow flow, PacketTraits traits, Reads reads) {
        return decide(interfaceKey, 0, flow, traits, reads);
    }

    /**
     * As {@link #decide(long, Flow, PacketTraits, Reads)}, for one in a frame to a neighbour, which goes straight there.
     *
     * @param neighbourKey an interface of the sender's subnet; 0 if the frame is for the router, or for whoever has the address
     */
    public Decision decide(long interfaceKey, long neighbourKey, Flow flow, PacketTraits traits, Reads reads) {
        return walk(flow, traits, null, reads).from(interfaceKey, neighbourKey);
    }

    /** As {@link #fromInternet(Flow)}, for one packet; adds what was read. */
    public Decision fromInternet(Flow flow, PacketTraits traits, Reads reads) {
        return walk(flow, traits, null, reads).fromInternet();
    }

    /** As {@link #fromVpn(long, Flow)}, for one packet; adds what was read. */
    public Decision fromVpn(long connectionKey, Flow flow, PacketTraits traits, Reads reads) {
        return walk(flow, traits, null, reads).fromVpn(connectionKey);
    }

    private Walk walk(Flow flow, List<String> steps, Reads reads) {
        return walk(flow, PacketTraits.NONE, steps, reads);
    }

    private Walk walk(Flow flow, PacketTraits traits, List<String> steps, Reads reads) {
        return new Walk(region.get(), settings, connections, translations, flow, traits, steps, reads);
    }
}
