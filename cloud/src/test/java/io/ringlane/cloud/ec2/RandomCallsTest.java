package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * Random calls on a small region beside a slow model: what a call should answer, and what the region should look like
 * after it. A call that is refused leaves everything as it was.
 */
class RandomCallsTest {

    private static final String OK = "ok";
    private static final int MOST_INTERFACES = 7;
    private static final int MOST_ELASTIC_IPS = 3;
    private static final int INTERFACES_PER_INSTANCE = 2; // t2.micro

    /** An instance as the model sees it. */
    private static final class Guest {
        String id;
        String state = "running";
        boolean lends;
    }

    /** An interface as the model sees it. */
    private static final class Card {
        String id;
        int address;
        Guest guest;
        int device;
        boolean dies;
        boolean lent;
    }

    /** An Elastic IP as the model sees it. */
    private static final class Elastic {
        String id;
        Card card;
    }

    private final TestRegion region = new TestRegion(
            Ec2Settings.builtIn()
                    .with(Setting.NETWORK_INTERFACES, MOST_INTERFACES)
                    .with(Setting.ELASTIC_IPS, MOST_ELASTIC_IPS),
            100);
    private final String subnet;
    private final List<Guest> guests = new ArrayList<>();
    private final List<Card> cards = new ArrayList<>();
    private final List<Elastic> elastics = new ArrayList<>();
    private String answerId;

    RandomCallsTest() {
        String vpc = region.vpc("10.0.0.0/16");
        region.gateway(vpc);
        subnet = region.subnet(vpc, "10.0.1.0/28");
    }

    @Property(tries = 300)
    void shouldAnswerAndLookLikeTheModel(@ForAll @Size(max = 60) List<Integer> calls) {
        RandomCallsTest world = new RandomCallsTest();
        for (int call : calls) {
            world.step(call);
            world.compare();
        }
    }

    private void step(int call) {
        int what = Math.floorMod(call, 12);
        int first = Math.floorMod(call / 12, 5);
        int second = Math.floorMod(call / 60, 5);
        int third = Math.floorMod(call / 300, 3);
        Guest guest = pick(guests, first);
        Card card = pick(cards, first);
        Elastic elastic = pick(elastics, first);
        switch (what) {
            case 0 -> run(4 + first, third == 0);
            case 1 -> create(4 + first);
            case 2 -> attach(card, pick(guests, second), 1 + third);
            case 3 -> detach(card);
            case 4 -> delete(card);
            case 5 -> allocate();
            case 6 -> associate(elastic, pick(cards, second), third == 0);
            case 7 -> disassociate(elastic);
            case 8 -> release(elastic);
            case 9 -> stop(guest);
            case 10 -> start(guest);
            default -> terminate(guest);
        }
    }

    private static <T> T pick(List<T> from, int index) {
        return index < from.size() ? from.get(index) : null;
    }

    /** Makes a call, and holds its answer against the expected one. */
    private boolean call(String expected, Supplier<String> call) {
        String before = region.ec2.describe() + region.hosts;
        String answer;
        try {
            answerId = call.get();
            answer = OK;
        } catch (Ec2Exception e) {
            answer = e.code();
            assertThat(region.ec2.describe() + region.hosts).isEqualTo(before);
        }
        assertThat(answer).isEqualTo(expected);
        return answer.equals(OK);
    }

    private static String address(int host) {
        return "10.0.1." + host;
    }

    private String whyNoInterface(int host) {
        if (cards.size() >= MOST_INTERFACES) {
            return "NetworkInterfaceLimitExceeded";
        }
        return cards.stream().anyMatch(each -> each.address == host) ? "InvalidIPAddress.InUse" : OK;
    }

    private void run(int host, boolean lends) {
        LaunchSpec spec = LaunchSpec.of("t2.micro", subnet)
                .with(InterfaceSpec.in(subnet).withAddress(address(host)))
                .withPublicAddress(lends);
        if (call(
                whyNoInterface(host),
                () -> region.ec2.instances().run(spec).get(0).id())) {
            Guest guest = new Guest();
            guest.id = answerId;
            guest.lends = lends;
            guests.add(guest);
            Card card = add(host, region.ec2.instances().describe(guest.id));
            card.guest = guest;
            card.dies = true;
            card.lent = lends;
        }
    }

    private Card add(int host, Instance of) {
        Card card = new Card();
        card.id = of == null ? answerId : region.eth0(of).id();
        card.address = host;
        cards.add(card);
        return card;
    }

    private void create(int host) {
        InterfaceSpec spec = InterfaceSpec.in(subnet).withAddress(address(host));
        if (call(
                whyNoInterface(host), () -> region.ec2.interfaces().create(spec).id())) {
            add(host, null);
        }
    }

    private void attach(Card card, Guest guest, int device) {
        if (card == null || guest == null) {
            return;
        }
        String expected = OK;
        if (card.guest != null) {
            expected = "InvalidNetworkInterface.InUse";
        } else if (!guest.state.equals("running") && !guest.state.equals("stopped")) {
            expected = "IncorrectInstanceState";
        } else if (cardsOf(guest).size() == INTERFACES_PER_INSTANCE) {
            expected = "AttachmentLimitExceeded";
        } else if (cardsOf(guest).stream().anyMatch(each -> each.device == device)) {
            expected = "InvalidParameterValue";
        }
        if (call(
                expected,
                () -> region.ec2.interfaces().attach(card.id, guest.id, device).id())) {
            card.guest = guest;
            card.device = device;
        }
    }

    private List<Card> cardsOf(Guest guest) {
        return cards.stream().filter(each -> each.guest == guest).toList();
    }

    private void detach(Card card) {
        NetworkInterface each = card == null ? null : region.ec2.interfaces().describe(card.id);
        if (card == null || each.attachment() == null) {
            return;
        }
        if (call(
                card.device == 0 ? "OperationNotPermitted" : OK,
                () -> region.ec2.interfaces().detach(each.attachment().id()).id())) {
            card.guest = null;
            card.device = 0;
        }
    }

    private void delete(Card card) {
        if (card != null
                && call(card.guest == null ? OK : "InvalidNetworkInterface.InUse", () -> {
                    region.ec2.interfaces().delete(card.id);
                    return card.id;
                })) {
            remove(card);
        }
    }

    private void remove(Card card) {
        elastics.stream().filter(each -> each.card == card).forEach(each -> each.card = null);
        cards.remove(card);
    }

    private void allocate() {
        String expected = elastics.size() < MOST_ELASTIC_IPS ? OK : "AddressLimitExceeded";
        if (call(expected, () -> region.ec2.addresses().allocate().id())) {
            Elastic elastic = new Elastic();
            elastic.id = answerId;
            elastics.add(elastic);
        }
    }

    private Elastic elasticOf(Card card) {
        return elastics.stream().filter(each -> each.card == card).findFirst().orElse(null);
    }

    private void associate(Elastic elastic, Card card, boolean allow) {
        if (elastic == null || card == null) {
            return;
        }
        Elastic other = elasticOf(card);
        boolean moves = elastic.card != null && elastic.card != card;
        boolean displaces = other != null && other != elastic;
        String expected = !allow && (moves || displaces) ? "Resource.AlreadyAssociated" : OK;
        if (call(
                expected,
                () -> region.ec2
                        .addresses()
                        .associate(elastic.id, card.id, null, allow)
                        .id())) {
            if (displaces) {
                other.card = null;
            }
            Guest former = moves ? elastic.card.guest : null;
            elastic.card = card;
            card.lent = false;
            if (former != null && former.state.equals("running")) {
                lend(former);
            }
        }
    }

    private void disassociate(Elastic elastic) {
        if (elastic == null || elastic.card == null) {
            return;
        }
        String association = region.ec2.addresses().describe(elastic.id).associationId();
        call(OK, () -> region.ec2.addresses().disassociate(association).id());
        Guest guest = elastic.card.guest;
        elastic.card = null;
        if (guest != null && guest.state.equals("running")) {
            lend(guest);
        }
    }

    /** One interface, launched with a public address, and no Elastic IP: it is lent one. */
    private void lend(Guest guest) {
        List<Card> own = cardsOf(guest);
        if (guest.lends && own.size() == 1 && elasticOf(own.get(0)) == null) {
            own.get(0).lent = true;
        }
    }

    private void release(Elastic elastic) {
        if (elastic != null
                && call(elastic.card == null ? OK : "InvalidIPAddress.InUse", () -> {
                    region.ec2.addresses().release(elastic.id);
                    return elastic.id;
                })) {
            elastics.remove(elastic);
        }
    }

    private void stop(Guest guest) {
        if (guest == null) {
            return;
        }
        String expected = guest.state.equals("terminated") ? "IncorrectInstanceState" : OK;
        if (call(expected, () -> region.ec2.instances().stop(guest.id).toString())) {
            guest.state = "stopped";
            cardsOf(guest).forEach(each -> each.lent = false);
        }
    }

    private void start(Guest guest) {
        if (guest == null) {
            return;
        }
        String expected = guest.state.equals("terminated") ? "IncorrectInstanceState" : OK;
        boolean wasStopped = guest.state.equals("stopped");
        if (call(expected, () -> region.ec2.instances().start(guest.id).toString()) && wasStopped) {
            guest.state = "running";
            lend(guest);
        }
    }

    private void terminate(Guest guest) {
        if (guest == null) {
            return;
        }
        call(OK, () -> region.ec2.instances().terminate(guest.id).toString());
        guest.state = "terminated";
        for (Card each : cardsOf(guest)) {
            each.lent = false;
            each.guest = null;
            each.device = 0;
            if (each.dies) {
                remove(each);
            }
        }
    }

    private void compare() {
        int lent = 0;
        for (Card each : cards) {
            NetworkInterface real = region.ec2.interfaces().describe(each.id);
            assertThat(real.primaryAddress()).hasToString(address(each.address));
            assertThat(real.attachment() == null ? null : real.attachment().instanceId())
                    .isEqualTo(each.guest == null ? null : each.guest.id);
            assertThat(region.ec2.state().interfaceAt(real.vpcNumber(), real.primaryAddress()))
                    .isSameAs(real);
            Elastic elastic = elasticOf(each);
            assertThat(real.isAutoPublic()).isEqualTo(each.lent);
            assertThat(real.hasPublicAddress()).isEqualTo(each.lent || elastic != null);
            if (real.hasPublicAddress()) {
                assertThat(region.ec2.state().interfaceAtPublic(real.publicIpv4(0)))
                        .isSameAs(real);
            }
            lent += each.lent ? 1 : 0;
        }
        for (Elastic each : elastics) {
            ElasticIp real = region.ec2.addresses().describe(each.id);
            assertThat(real.isAssociated()).isEqualTo(each.card != null);
            if (each.card != null) {
                assertThat(IpAddress.ofIpv4(real.privateIpv4())).hasToString(address(each.card.address));
            } else {
                assertThat(region.ec2.state().interfaceAtPublic(real.address())).isNull();
            }
        }
        for (Guest each : guests) {
            Instance real = region.ec2.instances().describe(each.id);
            assertThat(real.state().label()).isEqualTo(each.state);
            assertThat(real.interfaceKeys()).hasSize(cardsOf(each).size());
        }
        assertThat(region.ec2.state().autoAssigned()).isEqualTo(lent);
        assertThat(region.ec2.vpcs().describeSubnet(subnet).used()).isEqualTo(cards.size());
        assertThat(region.hosts.usedSlots())
                .isEqualTo(cards.stream()
                        .filter(each -> each.guest != null && each.guest.state.equals("running"))
                        .count());
    }
}
