package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.forwarding.NatMetrics;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pings through one NAT gateway, told apart by their identifiers; on real headers. */
class LiveNatPingTest {

    private static final String A = "10.0.2.10";
    private static final String B = "10.0.2.11";
    private static final String FAR = "8.8.8.8";
    private static final int ECHO = 8;
    private static final int REPLY = 0;
    private static final int QUOTE = RawFrames.TRANSPORT + IcmpLayout.HEADER_BYTES;
    private static final int QUOTED_ICMP = QUOTE + Ipv4Layout.MIN_HEADER_BYTES;

    private final VirtualClock clock = new VirtualClock();
    private LiveRegion live;
    private String nat;
    private String elasticIp;
    private String instanceOfA;
    private VirtualFunction a;
    private VirtualFunction b;

    private void start(Ec2Settings settings) {
        live = new LiveRegion(
                new Region("us-east-1", 2, 1, 8, 2, 1500),
                clock,
                LiveSettings.defaults()
                        .withQueues(1, 64, 128)
                        .withWorkers(1, 512, 4096)
                        .withEc2(settings));
        live.internet().open();
        TestRegion region = new TestRegion(live.ec2(), clock);
        String vpc = region.vpc("10.0.0.0/16");
        region.gateway(vpc);
        String outer = region.subnet(vpc, "10.0.1.0/24");
        String inner = region.subnet(vpc, "10.0.2.0/24");
        String allocation = live.ec2().addresses().allocate().id();
        nat = live.ec2().natGateways().create(outer, allocation).id();
        String table = live.ec2().routeTables().create(vpc).id();
        live.ec2().routeTables().createRoute(table, "0.0.0.0/0", nat);
        live.ec2().routeTables().associate(table, inner);
        instanceOfA = region.instance(inner, A).id();
        a = live.port(instanceOfA, 0);
        b = live.port(region.instance(inner, B).id(), 0);
    }

    @AfterEach
    void close() {
        for (VirtualFunction port : live.plane().ports()) {
            assertThat(port.counters().inFlightPackets()).isZero();
        }
        live.close();
    }

    private static byte[] query(String source, String destination, int type, int identifier, int sequence) {
        return RawFrames.query(Flow.icmp(source, destination, type, 0), identifier, sequence);
    }

    private void sends(VirtualFunction from, byte[] frame) {
        assertThat(RawFrames.send(from, LiveRegion.ROUTER_MAC, frame)).isTrue();
        LiveTime.pass(live, clock, TimeUnit.MILLISECONDS.toNanos(10));
    }

    private static int sequence(byte[] frame) {
        return Bytes.getUnsignedShortBe(frame, RawFrames.TRANSPORT + IcmpLayout.SEQUENCE_OFFSET);
    }

    private static String address(byte[] frame, int offset) {
        return IpAddress.ofIpv4(Bytes.getIntBe(frame, offset)).toString();
    }

    /** Sends a query and takes it at the far end, where its headers are right. */
    private byte[] asks(VirtualFunction from, String source, int type, int identifier, int sequence) {
        sends(from, query(source, FAR, type, identifier, sequence));
        List<byte[]> left = RawFrames.receive(live.internet());
        assertThat(left).hasSize(1);
        byte[] frame = left.get(0);
        assertThat(RawFrames.isIcmpValid(frame)).isTrue();
        assertThat(sequence(frame)).isEqualTo(sequence);
        elasticIp = address(frame, RawFrames.IP + Ipv4Layout.SOURCE_OFFSET);
        return frame;
    }

    private void arrives(VirtualFunction at, String destination, int type, int identifier, int sequence) {
        List<byte[]> frames = RawFrames.receive(at);
        assertThat(frames).hasSize(1);
        byte[] frame = frames.get(0);
        assertThat(RawFrames.isIcmpValid(frame)).isTrue();
        assertThat(address(frame, RawFrames.IP + Ipv4Layout.DESTINATION_OFFSET)).isEqualTo(destination);
        assertThat(Bytes.getUnsignedByte(frame, RawFrames.TRANSPORT)).isEqualTo(type);
        assertThat(RawFrames.identifier(frame)).isEqualTo(identifier);
        assertThat(sequence(frame)).isEqualTo(sequence);
    }

    /** Echo, timestamp and address mask, of which an answer has the next type, echo's the type 0. */
    @ParameterizedTest
    @CsvSource({"8, 0", "13, 14", "17, 18"})
    void shouldLeadEachAnswerToWhoeverAsked(int type, int answerType) {
        start(Ec2Settings.builtIn());
        int ofA = RawFrames.identifier(asks(a, A, type, 7, 1));
        int ofB = RawFrames.identifier(asks(b, B, type, 7, 1));
        int ofBAgain = RawFrames.identifier(asks(b, B, type, 8, 1));
        assertThat(ofA).isNotEqualTo(ofB);
        assertThat(ofBAgain).isNotIn(ofA, ofB);
        for (int sequence = 2; sequence < 5; sequence++) {
            assertThat(RawFrames.identifier(asks(a, A, type, 7, sequence)))
                    .as("it keeps its own")
                    .isEqualTo(ofA);
            assertThat(RawFrames.identifier(asks(b, B, type, 7, sequence))).isEqualTo(ofB);
            sends(live.internet(), query(FAR, elasticIp, answerType, ofB, sequence));
            arrives(b, B, answerType, 7, sequence);
            sends(live.internet(), query(FAR, elasticIp, answerType, ofA, sequence));
            arrives(a, A, answerType, 7, sequence);
            sends(live.internet(), query(FAR, elasticIp, answerType, ofBAgain, sequence));
            arrives(b, B, answerType, 8, sequence);
        }
        assertThat(RawFrames.receive(a)).isEmpty();
        assertThat(live.ec2().natGateways().metrics(nat)).isEqualTo(new NatMetrics(3, 3, 0, 0));
    }

    @Test
    void shouldLetInNoAnswerToWhatNobodyAskedNorAQuestion() {
        start(Ec2Settings.builtIn());
        int ofA = RawFrames.identifier(asks(a, A, ECHO, 7, 1));
        sends(live.internet(), query(FAR, elasticIp, REPLY, ofA + 1, 1));
        sends(live.internet(), query(FAR, elasticIp, ECHO, ofA, 1));
        sends(live.internet(), query("8.8.8.9", elasticIp, REPLY, ofA, 1));
        assertThat(RawFrames.receive(a)).isEmpty();
        assertThat(live.internet().counters().droppedPackets(DropReason.NAT_UNSOLICITED))
                .isEqualTo(3);
    }

    /** A router that the packet could not pass, say: the error quotes the query as it left the gateway. */
    @Test
    void shouldLeadAnErrorAboutAQueryToWhoeverAsked() {
        start(Ec2Settings.builtIn());
        asks(a, A, ECHO, 7, 1);
        byte[] asked = asks(b, B, ECHO, 7, 2);
        byte[] quoted = Arrays.copyOfRange(asked, RawFrames.IP, RawFrames.TRANSPORT + RawFrames.QUERY_BYTES);
        sends(live.internet(), RawFrames.icmp(Flow.icmp("9.9.9.9", elasticIp, 11, 0), quoted));
        List<byte[]> errors = RawFrames.receive(b);
        assertThat(errors).hasSize(1);
        byte[] error = errors.get(0);
        assertThat(RawFrames.isIcmpValid(error)).isTrue();
        assertThat(Checksums.isIpv4HeaderValid(error, QUOTE, Ipv4Layout.MIN_HEADER_BYTES))
                .isTrue();
        assertThat(address(error, QUOTE + Ipv4Layout.SOURCE_OFFSET)).isEqualTo(B);
        assertThat(Bytes.getUnsignedShortBe(error, QUOTED_ICMP + IcmpLayout.IDENTIFIER_OFFSET))
                .isEqualTo(7);
        assertThat(Checksums.checksum(error, QUOTED_ICMP, RawFrames.QUERY_BYTES))
                .isZero();
        assertThat(RawFrames.receive(a)).isEmpty();
    }

    /** As {@code A} would who has closed its socket: the error quotes the answer as it came to it. */
    @Test
    void shouldTranslateAnErrorAboutAnAnswer() {
        start(Ec2Settings.builtIn());
        int outside = RawFrames.identifier(asks(a, A, ECHO, 7, 1));
        byte[] answer = query(FAR, elasticIp, REPLY, outside, 1);
        sends(live.internet(), answer.clone());
        byte[] arrived = RawFrames.receive(a).get(0);
        byte[] quoted = Arrays.copyOfRange(arrived, RawFrames.IP, RawFrames.TRANSPORT + RawFrames.QUERY_BYTES);
        sends(a, RawFrames.icmp(Flow.icmp(A, FAR, 3, 2), quoted));
        List<byte[]> errors = RawFrames.receive(live.internet());
        assertThat(errors).hasSize(1);
        byte[] error = errors.get(0);
        assertThat(RawFrames.isIcmpValid(error)).isTrue();
        assertThat(address(error, RawFrames.IP + Ipv4Layout.SOURCE_OFFSET)).isEqualTo(elasticIp);
        assertThat(Arrays.copyOfRange(error, QUOTE, error.length))
                .as("the answer as it was sent, but for its time to live")
                .isEqualTo(Arrays.copyOfRange(answer, RawFrames.IP, answer.length));
    }

    @Test
    void shouldRefuseAPingForWhichNoIdentifierIsLeft() {
        start(Ec2Settings.builtIn().with(Setting.NAT_CONNECTIONS_PER_DESTINATION, 2));
        asks(a, A, ECHO, 1, 1);
        asks(a, A, ECHO, 2, 1);
        sends(b, query(B, FAR, ECHO, 1, 1));
        assertThat(RawFrames.receive(live.internet())).isEmpty();
        assertThat(b.counters().droppedPackets(DropReason.NAT_PORTS_EXHAUSTED)).isEqualTo(1);
    }

    /** The answers have one flow, whoever they are for. */
    @Test
    void shouldLeadAnAnswerOnThoughOneForSomebodyElseWasRefused() {
        start(Ec2Settings.builtIn());
        int ofA = RawFrames.identifier(asks(a, A, ECHO, 7, 1));
        int ofB = RawFrames.identifier(asks(b, B, ECHO, 7, 1));
        live.ec2().instances().stop(instanceOfA);
        LiveTime.pass(live, clock, TimeUnit.MINUTES.toNanos(2));
        sends(live.internet(), query(FAR, elasticIp, REPLY, ofA, 1));
        assertThat(live.internet().counters().droppedPackets(DropReason.TARGET_NOT_RUNNING))
                .isEqualTo(1);
        sends(live.internet(), query(FAR, elasticIp, REPLY, ofB, 1));
        arrives(b, B, REPLY, 7, 1);
    }
}
