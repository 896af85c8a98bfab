package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ErrorCodes;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.vpc.FlowLog.Traffic;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.group.Strategy;
import io.ringlane.placement.path.EnaExpress;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every argument of every call that can be left out, left out: the call is refused with a code of EC2's and has changed
 * nothing, unless its page says what leaving it out means. Calls are found by reflection, so that a new one is asked too.
 */
class MissingArgumentsTest {

    private static final Object NULL = "null";
    private static final Object NULL_INSIDE = "a null among them";
    private static final Object NONE = "none";

    /** What may be left out, and means something. */
    private static final Set<String> OPTIONAL = Set.of(
            "AddressApi.associate(String, String, String, boolean): null as argument 2",
            "InstanceApi.modifyPlacement(String, String, int): null as argument 1",
            "InterfaceApi.assignPrivateAddresses(String, List, int): none as argument 1",
            "VpcApi.createSubnet(String, String, String, String): null as argument 2",
            "VpnApi.createConnection(String, String, List): none as argument 2");

    private static final Map<String, Function<Everything, Object[]>> VALID = valid();

    private static String placementGroup(Everything world) {
        return world.ec2.placementGroups().create("quorum", Strategy.SPREAD).name();
    }

    /** The arguments of a call that is allowed. */
    private static Object[] args(Object... values) {
        return values;
    }

    private static Map<String, Function<Everything, Object[]>> valid() {
        Map<String, Function<Everything, Object[]>> valid = new HashMap<>();
        valid.put("PlacementGroupApi.create(String, Strategy)", w -> args("new", Strategy.SPREAD));
        valid.put("PlacementGroupApi.create(String, Strategy, int)", w -> args("new", Strategy.PARTITION, 3));
        valid.put("PlacementGroupApi.delete(String)", w -> args(placementGroup(w)));
        valid.put("PlacementGroupApi.describe(String)", w -> args(placementGroup(w)));
        valid.put("VpcApi.create(String)", w -> args("10.9.0.0/16"));
        valid.put("VpcApi.createWithIpv6(String)", w -> args("10.9.0.0/16"));
        valid.put("VpcApi.delete(String)", w -> args(w.bareVpc));
        valid.put("VpcApi.modifyDns(String, boolean, boolean)", w -> args(w.vpc, true, true));
        valid.put(
                "VpcApi.createSubnet(String, String, String)", w -> args(w.bareVpc, "10.3.1.0/24", TestRegion.ZONE_A));
        valid.put(
                "VpcApi.createSubnet(String, String, String, String)",
                w -> args(
                        w.wideVpc.id(),
                        "10.2.7.0/24",
                        new IpAddress(w.wideVpc.ipv6Cidr().base().high() + 1, 0) + "/64",
                        TestRegion.ZONE_A));
        valid.put("VpcApi.deleteSubnet(String)", w -> args(w.bareSubnet));
        valid.put("VpcApi.modifyMapPublicIpOnLaunch(String, boolean)", w -> args(w.subnet, true));
        valid.put("VpcApi.describe(String)", w -> args(w.vpc));
        valid.put("VpcApi.describeSubnet(String)", w -> args(w.subnet));

        valid.put("RouteTableApi.create(String)", w -> args(w.vpc));
        valid.put("RouteTableApi.delete(String)", w -> args(w.looseTable));
        valid.put("RouteTableApi.associate(String, String)", w -> args(w.looseTable, w.subnet));
        valid.put("RouteTableApi.disassociate(String)", w -> args(w.subnet));
        valid.put("RouteTableApi.createRoute(String, String, String)", w -> args(w.table, "172.16.0.0/12", w.gateway));
        valid.put("RouteTableApi.replaceRoute(String, String, String)", w -> args(w.table, "0.0.0.0/0", w.gateway));
        valid.put("RouteTableApi.deleteRoute(String, String)", w -> args(w.table, "0.0.0.0/0"));
        valid.put("RouteTableApi.enableVgwRoutePropagation(String, String)", w -> args(w.looseTable, w.vpnGateway));
        valid.put("RouteTableApi.disableVgwRoutePropagation(String)", w -> args(w.looseTable));
        valid.put("RouteTableApi.describe(String)", w -> args(w.table));
        valid.put(
                "RouteTableApi.isBlackhole(String, Route)",
                w -> args(
                        w.table, w.ec2.routeTables().describe(w.table).routes().get(0)));

        valid.put("InternetGatewayApi.attach(String, String)", w -> args(w.looseGateway, w.bareVpc));
        valid.put("InternetGatewayApi.detach(String, String)", w -> args(w.idleGateway, w.otherVpc));
        valid.put("InternetGatewayApi.delete(String)", w -> args(w.looseGateway));

        valid.put("NatGatewayApi.create(String, String)", w -> args(w.subnet, w.free.id()));
        valid.put("NatGatewayApi.createPrivate(String)", w -> args(w.subnet));
        valid.put("NatGatewayApi.metrics(String)", w -> args(w.nat));
        valid.put("NatGatewayApi.delete(String)", w -> args(w.nat));

        valid.put("VpnApi.attachGateway(String, String)", w -> args(w.looseVpnGateway, w.bareVpc));
        valid.put("VpnApi.detachGateway(String, String)", w -> args(w.vpnGateway, w.vpc));
        valid.put("VpnApi.deleteGateway(String)", w -> args(w.looseVpnGateway));
        valid.put("VpnApi.createCustomerGateway(String)", w -> args("192.0.2.3"));
        valid.put("VpnApi.deleteCustomerGateway(String)", w -> args(w.looseCustomerGateway));
        valid.put(
                "VpnApi.createConnection(String, String, List)",
                w -> args(w.vpnGateway, w.looseCustomerGateway, List.of("172.31.0.0/16")));
        valid.put("VpnApi.createRoute(String, String)", w -> args(w.connection, "172.31.0.0/16"));
        valid.put("VpnApi.deleteConnection(String)", w -> args(w.connection));

        valid.put("PeeringApi.create(String, String)", w -> args(w.vpc, w.bareVpc));
        valid.put("PeeringApi.accept(String)", w -> args(w.peering));
        valid.put("PeeringApi.reject(String)", w -> args(w.peering));
        valid.put("PeeringApi.delete(String)", w -> args(w.peering));

        valid.put("SecurityGroupApi.create(String, String, String)", w -> args(w.vpc, "db", "databases"));
        valid.put("SecurityGroupApi.delete(String)", w -> args(w.group));
        valid.put(
                "SecurityGroupApi.authorize(String, Direction, SecurityRule[])",
                w -> args(w.group, Direction.INGRESS, new SecurityRule[] {w.http}));
        valid.put(
                "SecurityGroupApi.revoke(String, Direction, SecurityRule[])",
                w -> args(w.group, Direction.EGRESS, new SecurityRule[] {w.everything}));
        valid.put("SecurityGroupApi.describe(String)", w -> args(w.group));

        valid.put("NetworkAclApi.create(String)", w -> args(w.vpc));
        valid.put("NetworkAclApi.delete(String)", w -> args(w.acl));
        valid.put(
                "NetworkAclApi.createEntry(String, Direction, AclEntry)", w -> args(w.acl, Direction.EGRESS, w.entry));
        valid.put(
                "NetworkAclApi.replaceEntry(String, Direction, AclEntry)",
                w -> args(w.acl, Direction.INGRESS, w.entry));
        valid.put("NetworkAclApi.deleteEntry(String, Direction, int)", w -> args(w.acl, Direction.INGRESS, 100));
        valid.put("NetworkAclApi.replaceAssociation(String, String)", w -> args(w.acl, w.subnet));
        valid.put("NetworkAclApi.describe(String)", w -> args(w.acl));

        valid.put("InterfaceApi.create(InterfaceSpec)", w -> args(InterfaceSpec.in(w.subnet)));
        valid.put("InterfaceApi.attach(String, String, int)", w -> args(w.loose.id(), w.stopped.id(), 1));
        valid.put(
                "InterfaceApi.attach(String, String, int, EnaExpress)",
                w -> args(w.loose.id(), w.stopped.id(), 1, EnaExpress.TCP));
        valid.put(
                "InterfaceApi.detach(String)", w -> args(w.attached.attachment().id()));
        valid.put("InterfaceApi.delete(String)", w -> args(w.loose.id()));
        valid.put("InterfaceApi.modifyGroups(String, String[])", w -> args(w.loose.id(), new String[] {w.group}));
        valid.put("InterfaceApi.modifySourceDestCheck(String, boolean)", w -> args(w.loose.id(), false));
        valid.put("InterfaceApi.modifyDescription(String, String)", w -> args(w.loose.id(), "spare"));
        valid.put(
                "InterfaceApi.modifyConnectionTracking(String, int, int, int)", w -> args(w.loose.id(), 600, 120, 45));
        valid.put(
                "InterfaceApi.modifyDeleteOnTermination(String, boolean)",
                w -> args(w.attached.attachment().id(), true));
        valid.put("InterfaceApi.modifyEnaExpress(String, EnaExpress)", w -> args(w.attached.id(), EnaExpress.TCP));
        valid.put(
                "InterfaceApi.assignPrivateAddresses(String, List, int)",
                w -> args(w.loose.id(), List.of("10.0.1.61"), 1));
        valid.put("InterfaceApi.assignIpv6Addresses(String, int)", w -> args(w.wide.id(), 1));
        valid.put("InterfaceApi.unassignPrivateAddress(String, String)", w -> args(w.loose.id(), "10.0.1.60"));
        valid.put(
                "InterfaceApi.unassignIpv6Address(String, String)",
                w -> args(w.wide.id(), w.wide.ipv6(0).toString()));
        valid.put("InterfaceApi.describe(String)", w -> args(w.loose.id()));

        valid.put("AddressApi.associate(String, String)", w -> args(w.free.id(), w.stopped.id()));
        valid.put(
                "AddressApi.associate(String, String, String, boolean)",
                w -> args(w.free.id(), w.loose.id(), "10.0.1.60", true));
        valid.put("AddressApi.disassociate(String)", w -> args(w.bound.associationId()));
        valid.put("AddressApi.release(String)", w -> args(w.free.id()));
        valid.put("AddressApi.describe(String)", w -> args(w.free.id()));
        valid.put("AddressApi.describeAt(String)", w -> args(w.free.publicIp().toString()));

        valid.put("InstanceApi.run(LaunchSpec)", w -> args(LaunchSpec.of("c5n.large", w.subnet)));
        valid.put("InstanceApi.start(String[])", w -> args((Object) new String[] {w.stopped.id()}));
        valid.put("InstanceApi.stop(String[])", w -> args((Object) new String[] {w.running.id()}));
        valid.put("InstanceApi.stop(boolean, String[])", w -> args(true, new String[] {w.running.id()}));
        valid.put("InstanceApi.reboot(String[])", w -> args((Object) new String[] {w.running.id()}));
        valid.put("InstanceApi.terminate(String[])", w -> args((Object) new String[] {w.running.id()}));
        valid.put("InstanceApi.shutDownFromInside(String)", w -> args(w.running.id()));
        valid.put("InstanceApi.modifyPlacement(String, String, int)", w -> args(w.stopped.id(), "hpc", 0));
        valid.put("InstanceApi.modifyTerminationProtection(String, boolean)", w -> args(w.running.id(), true));
        valid.put("InstanceApi.describe(String)", w -> args(w.running.id()));

        valid.put("FlowLogApi.create(String, Traffic, int)", w -> args(w.bareVpc, Traffic.ALL, 60));
        valid.put("FlowLogApi.describe(String)", w -> args(w.flowLog));
        valid.put("InternetGatewayApi.describe(String)", w -> args(w.gateway));
        valid.put("NatGatewayApi.describe(String)", w -> args(w.nat));
        valid.put("PeeringApi.describe(String)", w -> args(w.peering));
        valid.put("VpnApi.describeGateway(String)", w -> args(w.vpnGateway));
        valid.put("VpnApi.describeCustomerGateway(String)", w -> args(w.customerGateway));
        valid.put("VpnApi.describeConnection(String)", w -> args(w.connection));
        valid.put(
                "InterfaceApi.attach(String, String, int, int, EnaExpress)",
                w -> args(w.loose.id(), w.stopped.id(), 1, 0, EnaExpress.TCP));
        valid.put("FlowLogApi.delete(String)", w -> args(w.flowLog));
        return valid;
    }

    /** Every group of calls and every call of it that takes something that can be left out. */
    private static Stream<Method> calls() {
        return Arrays.stream(Ec2Region.class.getMethods())
                .map(Method::getReturnType)
                .filter(type -> type.getSimpleName().endsWith("Api"))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(call -> Modifier.isPublic(call.getModifiers()) && call.getParameterCount() > 0)
                .sorted(Comparator.comparing(MissingArgumentsTest::name));
    }

    private static String name(Method call) {
        return call.getDeclaringClass().getSimpleName() + "." + call.getName()
                + Arrays.stream(call.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static Stream<Arguments> omissions() {
        List<Arguments> omissions = new ArrayList<>();
        calls().forEach(call -> {
            for (int i = 0; i < call.getParameterCount(); i++) {
                Class<?> type = call.getParameterTypes()[i];
                if (!type.isPrimitive()) {
                    omissions.add(arguments(name(call) + ": " + NULL + " as argument " + i, call, i, NULL));
                }
                if (type.isArray() || type == List.class) {
                    omissions.add(
                            arguments(name(call) + ": " + NULL_INSIDE + " as argument " + i, call, i, NULL_INSIDE));
                    omissions.add(arguments(name(call) + ": " + NONE + " as argument " + i, call, i, NONE));
                }
            }
        });
        return omissions.stream();
    }

    private static Object instead(Class<?> type, Object what) {
        if (what == NULL) {
            return null;
        }
        int length = what == NONE ? 0 : 1;
        return type.isArray() ? Array.newInstance(type.getComponentType(), length) : Collections.nCopies(length, null);
    }

    private static Object group(Everything world, Method call) throws ReflectiveOperationException {
        for (Method each : Ec2Region.class.getMethods()) {
            if (each.getReturnType() == call.getDeclaringClass()) {
                return each.invoke(world.ec2);
            }
        }
        throw new AssertionError(call);
    }

    /** What the call throws, or null. */
    private static Throwable call(Everything world, Method call, Object[] arguments)
            throws ReflectiveOperationException {
        try {
            call.invoke(group(world, call), arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    @Test
    void shouldAllowEachCallWithAllItsArguments() throws ReflectiveOperationException {
        Set<String> known = calls().map(MissingArgumentsTest::name).collect(Collectors.toSet());
        assertThat(VALID.keySet()).isEqualTo(known);
        for (Method call : calls().toList()) {
            Everything world = new Everything();
            assertThat(call(world, call, VALID.get(name(call)).apply(world)))
                    .as(name(call))
                    .isNull();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("omissions")
    void shouldRefuseACallThatLeavesAnArgumentOut(String name, Method call, int index, Object what)
            throws ReflectiveOperationException {
        Everything world = new Everything();
        Object[] arguments = VALID.get(name(call)).apply(world);
        arguments[index] = instead(call.getParameterTypes()[index], what);
        String before = world.ec2.describe() + world.region.hosts;
        Throwable thrown = call(world, call, arguments);
        if (OPTIONAL.contains(name)) {
            assertThat(thrown).isNull();
            return;
        }
        assertRefused(thrown);
        assertThat(world.ec2.describe() + world.region.hosts).isEqualTo(before);
    }

    private static void assertRefused(Throwable thrown) {
        assertThat(thrown).isInstanceOf(Ec2Exception.class);
        assertThat(ErrorCodes.all()).contains(((Ec2Exception) thrown).code());
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                part("type", w -> launch(w, LaunchSpec.of(null, w.subnet))),
                part("subnet", w -> launch(w, LaunchSpec.of("c5n.large", null))),
                part("image", w -> launch(w, spec(w).from(null, true))),
                part("eth0", w -> launch(w, spec(w).with(null))),
                part("interfaces", w -> launch(w, spec(w).withInterfaces(null))),
                part("cards", w -> launch(w, spec(w).withInterfaces(List.of(w.loose.id()), null))),
                part(
                        "a card",
                        w -> launch(w, spec(w).withInterfaces(List.of(w.loose.id()), Collections.singletonList(null)))),
                part("an interface", w -> launch(w, spec(w).withInterfaces(Collections.singletonList(null)))),
                part("ENA Express", w -> launch(w, spec(w).withEnaExpress(null))),
                part("secondary addresses", w -> create(w, eni(w).withSecondary(null, 1))),
                part("a secondary address", w -> create(w, eni(w).withSecondary(Collections.singletonList(null), 1))),
                part("groups", w -> create(w, eni(w).withGroups((String[]) null))),
                part("a group", w -> create(w, eni(w).withGroups((String) null))),
                part("an entry's selector", w -> enter(w, new AclEntry(7, null, true, Cidr.ANY_IPV4))),
                part("an entry's block", w -> enter(w, new AclEntry(7, Selector.ALL, true, null))),
                part("a rule's selector", w -> allow(w, SecurityRule.of(null, "0.0.0.0/0"))),
                part("a rule's block", w -> allow(w, SecurityRule.of(Selector.ALL, null))),
                part("a rule's group", w -> allow(w, SecurityRule.ofGroup(Selector.ALL, null))),
                part("a selector's protocol", w -> allow(w, SecurityRule.of(Selector.of(null, 0, 0), "0.0.0.0/0"))));
    }

    private static Arguments part(String name, Consumer<Everything> call) {
        return arguments(name, call);
    }

    private static LaunchSpec spec(Everything world) {
        return LaunchSpec.of("c5n.large", world.subnet).from(Image.MODERN, true);
    }

    private static InterfaceSpec eni(Everything world) {
        return InterfaceSpec.in(world.subnet);
    }

    private static void launch(Everything world, LaunchSpec spec) {
        world.ec2.instances().run(spec);
    }

    private static void create(Everything world, InterfaceSpec spec) {
        world.ec2.interfaces().create(spec);
    }

    private static void enter(Everything world, AclEntry entry) {
        world.ec2.networkAcls().createEntry(world.acl, Direction.INGRESS, entry);
    }

    private static void allow(Everything world, SecurityRule rule) {
        world.ec2.securityGroups().authorize(world.group, Direction.INGRESS, rule);
    }

    @ParameterizedTest(name = "without {0}")
    @MethodSource("parts")
    void shouldRefuseAnArgumentThatLacksAPart(String name, Consumer<Everything> call) {
        Everything world = new Everything();
        String before = world.ec2.describe() + world.region.hosts;
        assertRefused(catchThrowable(() -> call.accept(world)));
        assertThat(world.ec2.describe() + world.region.hosts).isEqualTo(before);
    }

    @Test
    void shouldTakeNoDescriptionForAnEmptyOne() {
        Everything world = new Everything();
        assertThat(world.ec2
                        .interfaces()
                        .create(InterfaceSpec.in(world.subnet).withDescription(null))
                        .description())
                .isEmpty();
    }
}
