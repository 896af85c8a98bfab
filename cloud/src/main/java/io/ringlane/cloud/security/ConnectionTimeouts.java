package io.ringlane.cloud.security;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.core.packet.IpProtocol;

/**
 * How long an idle connection is remembered, by what it is.
 *
 * <p>Source: Amazon EC2 User Guide, "Idle connection tracking timeout". The times of TCP connections that are opening, closing or
 * closed are not published.
 *
 * @param tcpEstablishedSeconds TCP with packets seen both ways; 60 to 432,000
 * @param udpStreamSeconds UDP with more than one request and answer; 60 to 180
 * @param udpSeconds other UDP; 30 to 60
 * @param tcpTransientSeconds TCP that is opening, or that one end has closed
 * @param tcpClosedSeconds TCP that both ends have closed, or one has reset, from its last FIN or RST on, whatever follows
 * @param otherSeconds every other protocol
 */
public record ConnectionTimeouts(
        int tcpEstablishedSeconds,
        int udpStreamSeconds,
        int udpSeconds,
        int tcpTransientSeconds,
        int tcpClosedSeconds,
        int otherSeconds) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * The times with those changed that a user may set on an interface.
     *
     * @throws Ec2Exception {@code InvalidParameterValue}
     */
    public ConnectionTimeouts with(int tcpEstablished, int udpStream, int udp) {
        check("TcpEstablishedTimeout", tcpEstablished, 60, 432_000);
        check("UdpStreamTimeout", udpStream, 60, 180);
        check("UdpTimeout", udp, 30, 60);
        return new ConnectionTimeouts(
                tcpEstablished, udpStream, udp, tcpTransientSeconds, tcpClosedSeconds, otherSeconds);
    }

    /** The times with that of established TCP connections changed. */
    public ConnectionTimeouts withTcpEstablished(int seconds) {
        return new ConnectionTimeouts(
                seconds, udpStreamSeconds, udpSeconds, tcpTransientSeconds, tcpClosedSeconds, otherSeconds);
    }

    private static void check(String parameter, int seconds, int least, int most) {
        if (seconds < least || seconds > most) {
            throw Ec2Exception.invalidValue(
                    Integer.toString(seconds), parameter, "It is " + least + " to " + most + " seconds.");
        }
    }

    /** The time for a TCP connection that is over. */
    long closedNs() {
        return tcpClosedSeconds * NANOS_PER_SECOND;
    }

    /** The time for a connection of a protocol. */
    long timeoutNs(int protocol, boolean established, boolean stream) {
        int seconds = switch (protocol) {
            case IpProtocol.TCP -> established ? tcpEstablishedSeconds : tcpTransientSeconds;
            case IpProtocol.UDP -> stream ? udpStreamSeconds : udpSeconds;
            default -> otherSeconds;
        };
        return seconds * NANOS_PER_SECOND;
    }
}
