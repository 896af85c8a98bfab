package io.ringlane.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measures where the VM really put the fields, because padding is only a hint. {@code sun.misc.Unsafe} through
 * reflection is the one way to ask on both 17 and 25; the one-line warning of the latter stays in the test's output.
 */
class RingLayoutTest {
    private static final int DISTANCE_BYTES = 128;

    @ParameterizedTest
    @ValueSource(classes = {DescriptorRing.class, ExchangeRing.class, InlineRing.class})
    void shouldKeepEachWritersFieldsOnLinesOfTheirOwn(final Class<?> type) throws ReflectiveOperationException {
        final Map<Long, String> owners = new TreeMap<>();
        final Map<Long, String> names = new TreeMap<>();
        final Map<Long, Integer> widths = new TreeMap<>();
        for (final Field field : fieldsOf(type)) {
            final long offset = offsetOf(field);
            owners.put(offset, ownerOf(field));
            names.put(offset, field.getName());
            widths.put(offset, field.getType() == int.class || offset % Long.BYTES != 0 ? Integer.BYTES : Long.BYTES);
        }
        assertThat(owners.values()).contains("producer", "consumer", "nobody");

        long previousEnd = 0; // the object's header, and whatever lies before it
        String previousOwner = "another object";
        for (final Map.Entry<Long, String> entry : owners.entrySet()) {
            final boolean oneWriter = entry.getValue().equals(previousOwner);
            final boolean nobodyWrites = entry.getValue().equals("nobody") && previousOwner.equals("another object");
            if (!oneWriter && !nobodyWrites) {
                assertThat(entry.getKey() - previousEnd)
                        .as(
                                "%s: bytes ahead of %s at %d",
                                type.getSimpleName(), names.get(entry.getKey()), entry.getKey())
                        .isGreaterThanOrEqualTo(DISTANCE_BYTES);
            }
            previousEnd = entry.getKey() + widths.get(entry.getKey());
            previousOwner = entry.getValue();
        }
    }

    private static List<Field> fieldsOf(final Class<?> type) {
        final List<Field> fields = new ArrayList<>();
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            for (final Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !c.getSimpleName().startsWith("RingPad")) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static String ownerOf(final Field field) {
        if (field.getDeclaringClass().getSimpleName().equals("RingProducer")) {
            return "producer";
        }
        if (field.getDeclaringClass().getSimpleName().equals("RingConsumer")) {
            return "consumer";
        }
        assertThat(Modifier.isFinal(field.getModifiers()))
                .as("%s is final", field)
                .isTrue();
        return "nobody";
    }

    private static long offsetOf(final Field field) throws ReflectiveOperationException {
        final Class<?> unsafeType = Class.forName("sun.misc.Unsafe");
        final Field theUnsafe = unsafeType.getDeclaredField("theUnsafe");
        theUnsafe.setAccessible(true);
        final Method objectFieldOffset = unsafeType.getMethod("objectFieldOffset", Field.class);
        return (long) objectFieldOffset.invoke(theUnsafe.get(null), field);
    }
}
