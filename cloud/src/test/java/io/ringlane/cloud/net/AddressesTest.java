package io.ringlane.cloud.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.resource.Ec2Exception;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @Property
    void shouldReadIpv4AsTheJdkDoes(@ForAll int address) throws UnknownHostException {
        IpAddress ours = IpAddress.ofIpv4(address);
        byte[] bytes =
                BigInteger.valueOf(Integer.toUnsignedLong(address) | 1L << 32).toByteArray();
        InetAddress theirs = InetAddress.getByAddress(Arrays.copyOfRange(bytes, 1, 5));
        assertThat(ours.toString()).isEqualTo(theirs.getHostAddress());
        assertThat(IpAddress.parse(ours.toString())).isEqualTo(ours);
        assertThat(ours.isIpv4()).isTrue();
    }

    /** Groups of few values, so that zeros come in runs. */
    @Property
    void shouldReadIpv6AsTheJdkDoes(@ForAll @Size(8) List<@IntRange(min = 0, max = 2) Integer> groups)
            throws UnknownHostException {
        StringBuilder written = new StringBuilder();
        for (int group : groups) {
            written.append(written.isEmpty() ? "" : ":").append(Integer.toHexString(group * 0x7FFF));
        }
        IpAddress ours = IpAddress.parse(written.toString());
        assertThat(InetAddress.getByName(ours.toString())).isEqualTo(InetAddress.getByName(written.toString()));
        assertThat(IpAddress.parse(ours.toString())).isEqualTo(ours);
        assertThat(ours.toString()).doesNotContain(":::").hasSizeLessThanOrEqualTo(written.length());
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "FD00:EC2::254, fd00:ec2::254"
    })
    void shouldWriteIpv6AsRfc5952Says(String written, String canonical) {
        assertThat(IpAddress.parse(written)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0.1",
                "1.2.3.+4",
                "a.b.c.d",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8::"
            })
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageStartingWith("InvalidParameterValue");
    }

    @Property
    void shouldHoldExactlyTheAddressesOfTheBlock(
            @ForAll int base, @ForAll @IntRange(min = 0, max = 32) int length, @ForAll int address) {
        Cidr block = Cidr.of(IpAddress.ofIpv4(base), length);
        boolean inside = length == 0 || base >>> 32 - length == address >>> 32 - length;
        assertThat(block.contains(IpAddress.ofIpv4(address))).isEqualTo(inside);
        assertThat(block.contains(block.base())).isTrue();
        assertThat(block.contains(block.last())).isTrue();
        assertThat(block.last().low() - block.base().low() + 1).isEqualTo(block.size());
        assertThat(Cidr.ANY_IPV6.contains(IpAddress.ofIpv4(address))).isFalse();
    }

    @Property
    void shouldHoldExactlyTheAddressesOfAnIpv6Block(
            @ForAll long high,
            @ForAll long low,
            @ForAll @IntRange(min = 0, max = 128) int length,
            @ForAll @IntRange(min = 0, max = 127) int flipped) {
        IpAddress address = new IpAddress(high | 1L << 63, low); // never an IPv4-mapped one
        Cidr block = Cidr.of(address, length);
        IpAddress other = flipped < 64
                ? new IpAddress(address.high() ^ 1L << 63 - flipped, low)
                : new IpAddress(address.high(), low ^ 1L << 127 - flipped);
        assertThat(block.contains(address)).isTrue();
        if (!other.isIpv4()) {
            assertThat(block.contains(other)).isEqualTo(flipped >= length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "/8", "10.0.0.0/x"})
    void shouldRefuseWhatIsNoBlock(String text) {
        assertThatThrownBy(() -> Cidr.parse(text, "cidrBlock"))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageStartingWith("InvalidParameterValue: Value (" + text + ") for parameter cidrBlock");
    }

    @Test
    void shouldRefuseAFlowWhoseNumbersDoNotExist() {
        assertThatThrownBy(() -> Flow.tcp("10.0.0.1", 70_000, "10.0.0.2", 443))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source port 70000 is out of range: 0 to 65535");
        assertThatThrownBy(() -> Flow.udp("10.0.0.1", 53, "10.0.0.2", -1))
                .hasMessage("destination port -1 is out of range: 0 to 65535");
        assertThatThrownBy(() -> Flow.icmp("10.0.0.1", "10.0.0.2", 256, 0))
                .hasMessage("ICMP type 256 is out of range: -1 to 255");
    }

    @Test
    void shouldReverseAPingIntoItsReplyAndKnowNoAnswerToAnError() {
        assertThat(Flow.icmp("10.0.0.1", "10.0.0.2", 8, 0).reversed())
                .isEqualTo(Flow.icmp("10.0.0.2", "10.0.0.1", 0, 0));
        assertThat(Flow.icmp("2001:db8::1", "2001:db8::2", 129, 0).reversed())
                .isEqualTo(Flow.icmp("2001:db8::2", "2001:db8::1", 128, 0));
        assertThat(Flow.icmp("10.0.0.1", "10.0.0.2", 3, 4).reversed())
                .isEqualTo(Flow.icmp("10.0.0.2", "10.0.0.1", Flow.UNKNOWN, Flow.UNKNOWN));
    }

    @Property
    void shouldReverseTwiceToTheSame(@ForAll int from, @ForAll int to, @ForAll @IntRange(max = 65535) int port) {
        Flow flow = new Flow(IpAddress.ofIpv4(from), IpAddress.ofIpv4(to), 17, port, 53);
        assertThat(flow.reversed().reversed()).isEqualTo(flow);
        assertThat(flow.reversed().source()).isEqualTo(flow.destination());
    }
}
