package io.ringlane.cloud.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document as a tree in which every node knows where it stands. Lines and columns count from 1. */
sealed interface YamlNode {

    int line();

    int column();

    /** For instance {@code flows[1].rate}; empty for the document. */
    String path();

    /** What it is, for messages: {@code a list}, {@code the number 10}. */
    String description();

    /** Keys in the order of the file; a key written twice is reported when the tree is made, and the first one stays. */
    record Mapping(int line, int column, String path, Map<String, Entry> entries) implements YamlNode {

        public Mapping {
            entries = new LinkedHashMap<>(entries);
        }

        /** The value under a key, or null. */
        YamlNode get(String key) {
            final Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        @Override
        public String description() {
            return "a mapping";
        }
    }

    /** A value and where its key stands. */
    record Entry(int keyLine, int keyColumn, YamlNode value) {}

    /** Items in the order of the file. */
    record Sequence(int line, int column, String path, List<YamlNode> items) implements YamlNode {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            return "a list";
        }
    }

    /** What a scalar is under the YAML 1.2 core schema. */
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }

    /** @param text as written, without quotes */
    record Scalar(int line, int column, String path, Kind kind, String text) implements YamlNode {

        @Override
        public String description() {
            return switch (kind) {
                case TEXT -> "the text '" + text + "'";
                case INTEGER, DECIMAL -> "the number " + text;
                case BOOLEAN -> text;
                case NULL -> "nothing";
            };
        }
    }
}
