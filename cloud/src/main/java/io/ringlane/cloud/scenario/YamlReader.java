package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.YamlNode.Entry;
import io.ringlane.cloud.scenario.YamlNode.Kind;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 into a {@link YamlNode} tree.
 *
 * <p>Files come from anywhere, so their size, depth and, because an alias repeats what its anchor names, the number of
 * nodes they unfold to are bounded.
 */
final class YamlReader {

    /** Some ten thousand flows; the scanner takes about a second for as much as this. */
    private static final int MOST_CHARACTERS = 1_000_000;

    /** A scenario is four deep; the composer below recurses once a level. */
    private static final int MOST_LEVELS = 32;

    private static final int MOST_NODES = 500_000;

    private static final Map<Tag, Kind> KINDS = Map.of(
            Tag.STR, Kind.TEXT,
            Tag.INT, Kind.INTEGER,
            Tag.FLOAT, Kind.DECIMAL,
            Tag.BOOL, Kind.BOOLEAN,
            Tag.NULL, Kind.NULL);

    private final Problems problems;
    private int nodes;

    private YamlReader(Problems problems) {
        this.problems = problems;
    }

    /** The document, or null when it has none or is no YAML; then at least one problem was reported. */
    static YamlNode read(String text, Problems problems) {
        if (text.length() > MOST_CHARACTERS) {
            problems.error(0, 0, "", "the file has more than " + MOST_CHARACTERS + " characters: split it");
            return null;
        }
        final LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setCodePointLimit(MOST_CHARACTERS)
                .setMaxAliasesForCollections(MOST_NODES)
                .build();
        try {
            if (isTooDeep(text, settings, problems)) {
                return null;
            }
            final Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.error(1, 1, "", "the file is empty: start with 'version: 1'");
                return null;
            }
            return new YamlReader(problems).convert(root.get(), "", 0);
        } catch (final TooManyNodesException e) {
            problems.error(1, 1, "", "aliases unfold to more than " + MOST_NODES + " values: write fewer");
        } catch (final MarkedYamlEngineException e) {
            YamlMistakes.report(e, problems);
        } catch (final ReaderException e) {
            final String before =
                    text.substring(0, Math.min(text.length(), text.offsetByCodePoints(0, position(text, e))));
            final int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            problems.error(
                    line,
                    before.length() - before.lastIndexOf('\n'),
                    "",
                    String.format("not YAML: the character U+%04X may not stand in a file", e.getCodePoint()));
        } catch (final YamlEngineException e) {
            problems.error(1, 1, "", "not YAML: " + oneLine(e.getMessage()));
        }
        return null;
    }

    private static int position(String text, ReaderException e) {
        return Math.max(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
    }

    private static boolean isTooDeep(String text, LoadSettings settings, Problems problems) {
        int level = 0;
        for (final Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> level++;
                case MappingEnd, SequenceEnd -> level--;
                default -> {}
            }
            if (level > MOST_LEVELS) {
                final Mark mark = event.getStartMark().orElseThrow();
                problems.error(
                        mark.getLine() + 1,
                        mark.getColumn() + 1,
                        "",
                        "nested more than " + MOST_LEVELS + " levels deep");
                return true;
            }
        }
        return false;
    }

    private YamlNode convert(Node node, String path, int level) {
        // An anchor may contain its own alias, which makes the graph endless rather than merely large.
        if (++nodes > MOST_NODES || level > MOST_LEVELS) {
            throw new TooManyNodesException();
        }
        final Mark mark = node.getStartMark().orElseThrow();
        final int line = mark.getLine() + 1;
        final int column = mark.getColumn() + 1;
        if (node instanceof MappingNode mapping) {
            return convertMapping(mapping, line, column, path, level);
        }
        if (node instanceof SequenceNode sequence) {
            final List<YamlNode> items = new ArrayList<>();
            for (final Node item : sequence.getValue()) {
                items.add(convert(item, path + "[" + items.size() + "]", level + 1));
            }
            return new Sequence(line, column, path, items);
        }
        final ScalarNode scalar = (ScalarNode) node;
        final Kind kind = KINDS.get(scalar.getTag());
        if (kind == null) {
            problems.error(line, column, path, "the tag " + scalar.getTag() + " means nothing here: leave it out");
        }
        return new Scalar(line, column, path, kind == null ? Kind.TEXT : kind, scalar.getValue());
    }

    private YamlNode convertMapping(MappingNode mapping, int line, int column, String path, int level) {
        final Map<String, Entry> entries = new LinkedHashMap<>();
        for (final NodeTuple tuple : mapping.getValue()) {
            final Mark keyMark = tuple.getKeyNode().getStartMark().orElseThrow();
            final int keyLine = keyMark.getLine() + 1;
            final int keyColumn = keyMark.getColumn() + 1;
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.error(keyLine, keyColumn, path, "a key must be a word, not a list or a mapping");
                continue;
            }
            final String key = keyNode.getValue();
            final String keyPath = path.isEmpty() ? key : path + "." + key;
            final Entry first = entries.get(key);
            if (first != null) {
                problems.error(
                        keyLine,
                        keyColumn,
                        keyPath,
                        "duplicate key '" + key + "': it stands in line " + first.keyLine() + " already");
                continue;
            }
            entries.put(key, new Entry(keyLine, keyColumn, convert(tuple.getValueNode(), keyPath, level + 1)));
        }
        return new Mapping(line, column, path, entries);
    }

    private static String oneLine(String message) {
        return message == null
                ? "cannot be read"
                : message.replaceAll("\\s+", " ").strip();
    }

    private static final class TooManyNodesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyNodesException() {
            super(null, null, false, false);
        }
    }
}
