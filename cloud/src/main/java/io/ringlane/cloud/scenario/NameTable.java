package io.ringlane.cloud.scenario;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a file defines under names, each once, with the line that did. */
final class NameTable<T> {

    private final Problems problems;
    private final Map<String, T> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    NameTable(Problems problems) {
        this.problems = problems;
    }

    /** Remembers a value under the name that {@code fields} gave it, unless that is null; a name that is taken is reported. */
    T define(String name, Fields fields, T value) {
        if (name == null) {
            return value;
        }
        final YamlNode node = fields.node("name");
        final Integer first = lines.putIfAbsent(name, node.line());
        if (first != null) {
            problems.error(node, "duplicate name '" + name + "': it is taken in line " + first);
        } else {
            values.put(name, value);
        }
        return value;
    }

    boolean has(String name) {
        return lines.containsKey(name);
    }

    /** The value under a name, or null. */
    T get(String name) {
        return values.get(name);
    }

    Collection<T> values() {
        return values.values();
    }

    Set<String> names() {
        return lines.keySet();
    }
}
