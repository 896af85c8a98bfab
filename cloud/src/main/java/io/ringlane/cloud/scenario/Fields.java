package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.YamlNode.Kind;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import io.ringlane.core.rate.Quantity;
import io.ringlane.core.rate.UnitException;
import io.ringlane.core.text.NearestName;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes one mapping apart, key by key, and reports what does not fit. The keys asked for are the keys that are known:
 * {@link #finish} reports all others.
 *
 * <p>A method that reports a problem returns its fallback, so that reading can go on to the next problem.
 */
final class Fields {

    /** Names turn up in tables, file names and counters. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final int LEAST_LETTERS_ALIKE = 2;

    /** Shorter words such as 'no' say little. */
    private static final int LEAST_WORD = 3;

    private final Mapping mapping;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** Opens a node that should be a mapping; anything else is reported and read as an empty one, whose keys are not missed. */
    static Fields of(YamlNode node, Problems problems, String example) {
        if (node instanceof Mapping mapping) {
            return new Fields(mapping, problems);
        }
        problems.error(node, "wants a mapping such as " + example + ", found " + node.description());
        return null;
    }

    Mapping mapping() {
        return mapping;
    }

    /** Whether a key has been asked for. */
    boolean isKnown(String key) {
        return known.contains(key);
    }

    boolean has(String key) {
        known.add(key);
        return mapping.get(key) != null;
    }

    /** The node of a key that may be left out, or null. */
    YamlNode node(String key) {
        known.add(key);
        return mapping.get(key);
    }

    /** The node of a key that must be there; null once reported. */
    YamlNode required(String key, String example) {
        return required(key, example, "");
    }

    /** @param more about the example, with what separates it */
    YamlNode required(String key, String example, String more) {
        final YamlNode node = node(key);
        if (node == null) {
            problems.error(mapping, "missing key '" + key + "': add for instance " + key + ": " + example + more);
        }
        return node;
    }

    /** The items of a list that may be left out. */
    List<YamlNode> list(String key) {
        final YamlNode node = node(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof Sequence sequence) {
            return sequence.items();
        }
        problems.error(node, "wants a list, found " + node.description());
        return List.of();
    }

    /** A name that other parts of the file refer to. */
    String name(String key, String example) {
        final Scalar scalar = text(required(key, example));
        if (scalar == null) {
            return null;
        }
        if (!NAME.matcher(scalar.text()).matches()) {
            problems.error(
                    scalar,
                    "'" + scalar.text()
                            + "' is no name: use letters, digits, dots, dashes and underscores, at most 63");
            return null;
        }
        return scalar.text();
    }

    /** Text under a key; null if it is left out or not text. */
    Scalar text(String key) {
        return text(node(key));
    }

    /** The node as text; null if it is null or not text, which is reported. */
    Scalar text(YamlNode node) {
        if (node == null) {
            return null;
        }
        if (node instanceof Scalar scalar) {
            if (scalar.kind() == Kind.TEXT) {
                return scalar;
            }
            final String hint = scalar.kind() == Kind.NULL ? "" : ": write \"" + scalar.text() + "\" with quotes";
            problems.error(scalar, "wants text, found " + scalar.description() + hint);
            return null;
        }
        problems.error(node, "wants text, found " + node.description());
        return null;
    }

    /** Words to look for: text that is not blank, which anything would hold; null if it is left out, or once reported. */
    Scalar words(String key) {
        final Scalar words = text(key);
        if (words == null || !words.text().isBlank()) {
            return words;
        }
        problems.error(words, "wants words, found none: write some, or leave it out");
        return null;
    }

    /** The name under a key if it is known; null if it is left out, or once reported. */
    Scalar reference(String key, Collection<String> names, String noun) {
        return reference(text(key), names, noun);
    }

    /** The name if it is known; null once reported. */
    Scalar reference(Scalar written, Collection<String> names, String noun) {
        if (written == null || names.contains(written.text())) {
            return written;
        }
        final List<String> alike =
                NearestName.of(written.text(), names).isPresent() ? List.of() : withWordsOf(written.text(), names);
        problems.error(
                written,
                "unknown " + noun + " '" + written.text() + "': "
                        + (alike.isEmpty()
                                ? NearestName.advice(written.text(), names, plural(noun))
                                : "did you mean one of " + String.join(", ", alike) + "?"));
        return null;
    }

    /** Names that have all of several words that were written in one, each with a capital letter, in their order. */
    private static List<String> withWordsOf(String written, Collection<String> names) {
        final String[] words = written.split("(?=[A-Z])");
        if (words.length == 1) {
            return List.of();
        }
        final Pattern inOrder =
                Pattern.compile(Arrays.stream(words).map(Pattern::quote).collect(Collectors.joining(".*", ".*", ".*")));
        return names.stream().filter(name -> inOrder.matcher(name).matches()).toList();
    }

    private static String plural(String noun) {
        return noun.replace(" or ", "s and ") + "s";
    }

    /** Known names: one, or a list of them; those that are unknown are reported and left out. */
    List<String> references(String key, Collection<String> names, String noun) {
        final YamlNode node = node(key);
        final List<YamlNode> items =
                node == null ? List.of() : node instanceof Sequence sequence ? sequence.items() : List.of(node);
        final List<String> found = new ArrayList<>();
        for (final YamlNode item : items) {
            final Scalar name = reference(text(item), names, noun);
            if (name != null) {
                found.add(name.text());
            }
        }
        return found;
    }

    /** Yes or no. */
    boolean flag(String key, boolean fallback) {
        final YamlNode node = node(key);
        if (node == null) {
            return fallback;
        }
        if (node instanceof Scalar scalar && scalar.kind() == Kind.BOOLEAN) {
            return scalar.text().equalsIgnoreCase("true");
        }
        problems.error(node, "wants true or false, found " + node.description());
        return fallback;
    }

    /** One of a few words, also where a word looks like a number. */
    String choice(String key, Collection<String> choices, String fallback) {
        return choice(node(key), choices, fallback);
    }

    /** @param noun what the words are, where the key does not say it */
    String choice(String key, String noun, Collection<String> choices, String fallback) {
        return choice(node(key), noun, choices, fallback);
    }

    String choice(YamlNode node, Collection<String> choices, String fallback) {
        return choice(node, node == null ? null : lastKey(node), choices, fallback);
    }

    private String choice(YamlNode node, String noun, Collection<String> choices, String fallback) {
        if (node == null) {
            return fallback;
        }
        if (!(node instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
            problems.error(node, "wants one of " + String.join(", ", choices) + ", found " + node.description());
            return fallback;
        }
        if (choices.contains(scalar.text())) {
            return scalar.text();
        }
        final List<String> alike =
                NearestName.of(scalar.text(), choices).isPresent() ? List.of() : sharingAWord(scalar.text(), choices);
        problems.error(
                scalar,
                "unknown " + noun + " '" + scalar.text() + "'" + ": "
                        + (alike.isEmpty()
                                ? NearestName.advice(scalar.text(), choices, "choices")
                                : "did you mean one of " + String.join(", ", alike) + "?"));
        return fallback;
    }

    /** Choices of several words that have one of what was written. */
    private static List<String> sharingAWord(String written, Collection<String> choices) {
        final Set<String> words =
                Set.copyOf(Arrays.asList(written.toLowerCase(Locale.ROOT).split("[_ -]+")));
        return choices.stream()
                .filter(choice -> choice.contains("_")
                        && Arrays.stream(choice.split("_"))
                                .anyMatch(word -> word.length() >= LEAST_WORD && words.contains(word)))
                .toList();
    }

    /** Yes or no; no when left out. */
    boolean flag(String key) {
        return flag(key, false);
    }

    /** A whole number that counts things and so has no unit. */
    long integer(String key, long least, long most, long fallback) {
        return integer(node(key), least, most, fallback);
    }

    long integer(YamlNode node, long least, long most, long fallback) {
        if (node == null) {
            return fallback;
        }
        if (!(node instanceof Scalar scalar) || scalar.kind() != Kind.INTEGER) {
            problems.error(
                    node, "wants a whole number from " + least + " to " + most + ", found " + node.description());
            return fallback;
        }
        final BigInteger value = integerValue(scalar.text());
        if (value.compareTo(BigInteger.valueOf(least)) < 0) {
            problems.error(scalar, scalar.text() + " is too small: the least is " + least);
            return fallback;
        }
        if (value.compareTo(BigInteger.valueOf(most)) > 0) {
            problems.error(scalar, scalar.text() + " is too large: the most is " + most);
            return fallback;
        }
        return value.longValueExact();
    }

    /** The value of a core schema integer: decimal, {@code 0o17} or {@code 0xff}. */
    static BigInteger integerValue(String text) {
        if (text.length() > 40) {
            return BigInteger.ONE.shiftLeft(128).multiply(BigInteger.valueOf(text.startsWith("-") ? -1 : 1));
        }
        if (text.startsWith("0o")) {
            return new BigInteger(text.substring(2), 8);
        }
        return text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    }

    /** A quantity above zero; {@code fallback} if it is left out or wrong. */
    long quantity(String key, Quantity quantity, long most, long fallback) {
        return quantity(node(key), quantity, most, fallback, quantity::parse);
    }

    /** A quantity for which zero means something. */
    long quantityOrZero(String key, Quantity quantity, long most, long fallback) {
        return quantity(node(key), quantity, most, fallback, quantity::parseAllowingZero);
    }

    long quantity(YamlNode node, Quantity quantity, long most, long fallback, Function<String, Long> parser) {
        if (node == null) {
            return fallback;
        }
        if (!(node instanceof Scalar scalar) || scalar.kind() == Kind.NULL || scalar.kind() == Kind.BOOLEAN) {
            problems.error(
                    node,
                    "wants a " + quantity.noun() + " such as " + quantity.example() + ", found " + node.description());
            return fallback;
        }
        try {
            final long value = parser.apply(scalar.text());
            if (value > most) {
                problems.error(
                        scalar,
                        "'" + scalar.text() + "' is too large: the most is "
                                + quantity.format(most).replace(" ", ""));
                return fallback;
            }
            return value;
        } catch (final UnitException e) {
            problems.error(scalar, e.getMessage());
            return fallback;
        }
    }

    /** A layer-3 packet length within bounds. */
    long mtu(String key, int least, int most, int fallback) {
        final YamlNode node = node(key);
        final long bytes = quantity(node, Quantity.SIZE, Integer.MAX_VALUE, -1, Quantity.SIZE::parse);
        if (bytes < 0) {
            return fallback;
        }
        if (bytes < least || bytes > most) {
            problems.error(node, "an MTU of " + bytes + "B is out of range: write " + least + "B to " + most + "B");
            return fallback;
        }
        return bytes;
    }

    /** Reports a key that somebody calls by another word; whether it is there. */
    boolean isMisnamed(String key, String here) {
        if (known.contains(key) || mapping.get(key) == null) {
            return false;
        }
        known.add(key);
        final YamlNode.Entry entry = mapping.entries().get(key);
        problems.error(
                entry.keyLine(), entry.keyColumn(), entry.value().path(), "unknown key '" + key + "': write " + here);
        return true;
    }

    /** Reports every key that nobody asked for, with the nearest key that is known and not there yet. */
    void finish() {
        final Set<String> open = new LinkedHashSet<>(known);
        open.removeAll(mapping.entries().keySet());
        for (final Map.Entry<String, YamlNode.Entry> entry : mapping.entries().entrySet()) {
            final String key = entry.getKey();
            if (!known.contains(key)) {
                problems.error(
                        entry.getValue().keyLine(),
                        entry.getValue().keyColumn(),
                        entry.getValue().value().path(),
                        "unknown key '" + key + "'" + ": " + advice(key, open));
            }
        }
    }

    private String advice(String key, Set<String> open) {
        final int colon = key.indexOf(':');
        if (colon > 0 && known.contains(key.substring(0, colon))) {
            return "write '" + key.substring(0, colon) + ": " + key.substring(colon + 1) + "', with a blank";
        }
        final Optional<String> begun =
                NearestName.of(key, known).isPresent() ? Optional.empty() : beginningAlike(key, open);
        return begun.map(near -> "did you mean '" + near + "'?")
                .orElseGet(() ->
                        NearestName.advice(key, NearestName.of(key, open).isPresent() ? open : known, "keys here"));
    }

    /** The one key that begins with the most letters of what was written, an abbreviation or another language's word for it. */
    private static Optional<String> beginningAlike(String key, Set<String> names) {
        String best = null;
        int most = LEAST_LETTERS_ALIKE - 1;
        for (final String name : names) {
            int alike = 0;
            while (alike < Math.min(key.length(), name.length())
                    && Character.toLowerCase(key.charAt(alike)) == Character.toLowerCase(name.charAt(alike))) {
                alike++;
            }
            if (alike > most) {
                best = name;
                most = alike;
            } else if (alike == most) {
                best = null; // one of two
            }
        }
        return 2 * most < key.length() - 1 ? Optional.empty() : Optional.ofNullable(best);
    }

    private static String lastKey(YamlNode node) {
        return node.path().substring(node.path().lastIndexOf('.') + 1);
    }
}
