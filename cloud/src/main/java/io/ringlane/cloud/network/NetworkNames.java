package io.ringlane.cloud.network;

import io.ringlane.cloud.resource.ResourceKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which id stands for which name. A name stands for one thing of a kind at a time, and an id for one name. */
public final class NetworkNames {

    private static final Pattern ID = Pattern.compile("\\b[a-z]+-[0-9a-f]{17}\\b");

    private final Map<ResourceKind, Map<String, String>> ids = new EnumMap<>(ResourceKind.class);
    private final Map<String, String> names = new LinkedHashMap<>();

    void put(ResourceKind kind, String name, String id) {
        ids.computeIfAbsent(kind, key -> new LinkedHashMap<>()).put(name, id);
        names.put(id, name);
    }

    /** Says what a thing without a name of its own is, for messages. */
    void describe(String id, String description) {
        names.putIfAbsent(id, description);
    }

    /** Says what every thing of a kind is that a message names by an id that stands for no name. */
    void describeUnknown(ResourceKind kind, String message, String description) {
        ID.matcher(message)
                .results()
                .map(MatchResult::group)
                .filter(id -> id.startsWith(kind.prefix() + "-"))
                .forEach(id -> describe(id, description));
    }

    /** The id of a thing; null if there is none of that kind and name, or no name. */
    public String find(ResourceKind kind, String name) {
        return name == null ? null : ids.getOrDefault(kind, Map.of()).get(name);
    }

    /** The id of a thing that is there. */
    String id(ResourceKind kind, String name) {
        String id = find(kind, name);
        if (id == null) {
            throw new UnknownNameException("no " + kind.prefix() + " is called '" + name + "'");
        }
        return id;
    }

    /** The id of the one thing of several kinds that has a name; null if there is none. */
    public String first(String name, ResourceKind... kinds) {
        for (ResourceKind kind : kinds) {
            String id = find(kind, name);
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    /** The name that an id stands for, or the id itself. */
    public String nameOf(String id) {
        return names.getOrDefault(id, id);
    }

    /** A message with names instead of ids, where there are any. */
    public String inNames(String message) {
        return replacingIds(message, this::nameOf);
    }

    /** A message with the name behind each id. */
    public String explain(String message) {
        return replacingIds(message, id -> names.containsKey(id) ? id + " (" + names.get(id) + ")" : id);
    }

    private static String replacingIds(String message, UnaryOperator<String> replacement) {
        return ID.matcher(message).replaceAll(id -> Matcher.quoteReplacement(replacement.apply(id.group())));
    }
}
