package io.ringlane.cloud.scenario;

import io.ringlane.core.rate.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The reference of the scenario format, drawn from its JSON Schema: one table a mapping, one row a key. */
final class ScenarioReference {

    /** What a definition of the schema is called in the table. */
    private static final Map<String, String> KINDS = Map.of(
            "cidr", "CIDR block",
            "anyCidr", "CIDR block",
            "bitRateOrZero", "bit rate",
            "name", "name",
            "bitRate", "bit rate",
            "packetRate", "packet rate",
            "size", "size",
            "duration", "duration",
            "durationOrZero", "duration",
            "shareOrZero", "share");

    /** Definitions that are mappings, and what is said above their one table. */
    private static final Map<String, String> MAPPINGS = Map.of(
            "path",
            "The same keys for every kind of path. What is left out keeps the value of"
                    + " [`paths.csv`](../placement/src/main/resources/io/ringlane/placement/path/paths.csv).",
            "rule",
            "The same keys for the rules of `ingress` and `egress`, of security groups and of events.",
            "entry",
            "The same keys for the entries of `ingress` and `egress`.");

    private static final String NAME_RANGE = "letters, digits, `.` `-` `_`; at most 63";

    private final JsonNode schema;
    private final StringBuilder out = new StringBuilder();
    private final List<Key> keys = new ArrayList<>();
    private final Set<String> drawn = new LinkedHashSet<>(); // definitions that have their table

    /** One key that holds a value. */
    record Key(String path, JsonNode node, boolean isRequired) {

        String example() {
            JsonNode example = node.get("examples").get(0);
            return example.isArray() ? example.toString().replace("\"", "").replace(",", ", ") : example.asString();
        }
    }

    ScenarioReference(JsonNode schema) {
        this.schema = schema;
        units();
        mapping("", "Top level", schema, "");
        reasons();
    }

    private void reasons() {
        out.append(
                        "\n## Reasons\n\nWhat `dropped` may say, and reports count: each packet that does not arrive has one.\n\n")
                .append("| reason | what |\n|---|---|\n");
        meanings()
                .properties()
                .forEach(each -> out.append("| %s | %s |\n"
                        .formatted(code(each.getKey()), each.getValue().asString())));
    }

    /** What each reason for a drop means. */
    JsonNode meanings() {
        return schema.at("/properties/expect/items/properties/dropped/x-meanings");
    }

    String text() {
        return out.toString();
    }

    List<Key> keys() {
        return keys;
    }

    private void units() {
        out.append("## Units\n\n| kind | units | for instance |\n|---|---|---|\n");
        for (Quantity quantity : Quantity.values()) {
            String units =
                    quantity.units().stream().map(ScenarioReference::code).collect(Collectors.joining(" "));
            out.append("| %s | %s | %s |\n".formatted(quantity.noun(), units, code(quantity.example())));
        }
    }

    /** A table of the mapping's own keys, then the tables of the mappings in it. */
    private void mapping(String path, String title, JsonNode node, String description) {
        out.append("\n## ").append(title).append("\n\n");
        if (!description.isEmpty()) {
            out.append(description).append("\n\n");
        }
        out.append("| key | what | value | default | example |\n|---|---|---|---|---|\n");
        List<Runnable> inner = new ArrayList<>();
        Set<String> required = new LinkedHashSet<>();
        node.path("required").forEach(name -> required.add(name.asString()));
        for (String name : node.get("properties").propertyNames()) {
            JsonNode child = node.get("properties").get(name);
            String childPath = path.isEmpty() ? name : path + "." + name;
            JsonNode items = child.path("items");
            if (items.has("$ref") && MAPPINGS.containsKey(definition(items))) {
                row(name, text(child, "description"), "list", "none", "below");
                definitionOnce(inner, definition(items), "`" + childPath + "`", childPath + "[]");
            } else if (isMapping(child)) {
                boolean isPath = definition(child).equals("path");
                String what = isPath ? "The path between two such hosts." : text(child, "description");
                row(name, what, "mapping", isPath ? "`paths.csv`" : "none", "below");
                definitionOnce(inner, definition(child), "`" + path + ".*`", childPath);
            } else if (items.has("properties")) {
                row(name, text(child, "description"), "list", required.contains(name) ? "required" : "none", "below");
                inner.add(() -> mapping(childPath + "[]", "`" + childPath + "`", child.get("items"), ""));
            } else if (child.has("properties")) {
                row(name, text(child, "description"), "mapping", "see there", "below");
                inner.add(() -> mapping(childPath, "`" + childPath + "`", child, ""));
            } else {
                Key key = new Key(childPath, child, required.contains(name));
                keys.add(key);
                row(
                        name,
                        text(child, "description"),
                        kind(child) + range(child),
                        key.isRequired() ? "required" : fallback(child),
                        code(key.example()));
            }
        }
        inner.forEach(Runnable::run);
    }

    private void row(String name, String what, String value, String fallback, String example) {
        out.append("| %s | %s | %s | %s | %s |\n".formatted(code(name), what, value, fallback, example));
    }

    private String text(JsonNode node, String field) {
        return node.path(field).asString(resolved(node).path(field).asString(""));
    }

    private void definitionOnce(List<Runnable> inner, String definition, String title, String path) {
        if (drawn.add(definition)) {
            JsonNode node = schema.get("$defs").get(definition);
            inner.add(() -> mapping(path, title, node, MAPPINGS.get(definition)));
        }
    }

    private static boolean isMapping(JsonNode node) {
        return node.has("$ref") && MAPPINGS.containsKey(definition(node));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? schema.get("$defs").get(definition(node)) : node;
    }

    private static String definition(JsonNode node) {
        return node.get("$ref").asString().replace("#/$defs/", "");
    }

    private static String kind(JsonNode node) {
        if (node.has("x-kind")) {
            return node.get("x-kind").asString();
        }
        if (node.has("$ref")) {
            return KINDS.get(definition(node));
        }
        if (node.has("enum")) {
            Set<String> choices = new LinkedHashSet<>(); // 4 and "4" are one
            node.get("enum").forEach(choice -> choices.add(code(choice.asString())));
            return String.join(" ", choices);
        }
        if (node.has("const")) {
            return code(node.get("const").asString());
        }
        return switch (node.get("type").asString()) {
            case "integer" -> "whole number";
            case "boolean" -> "`true` `false`";
            default -> "text";
        };
    }

    private static String range(JsonNode node) {
        if (node.has("x-range")) {
            return ": " + node.get("x-range").asString();
        }
        if (node.has("minimum")) {
            long most = node.get("maximum").asLong();
            return most == Long.MAX_VALUE ? ": 64 bits, signed" : ": " + node.get("minimum") + " to " + most;
        }
        return node.has("$ref") && definition(node).equals("name") ? ": " + NAME_RANGE : "";
    }

    private static String fallback(JsonNode node) {
        return node.has("default") ? code(node.get("default").asString()) : "none";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
