package io.ringlane.cloud.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/** Problems that may be one and the same for many things that differ only in their names: it is said once, with how many have it. */
final class RepeatedProblems {

    private final String plural;
    private final Map<String, First> byText = new LinkedHashMap<>();

    private static final class First {
        private final YamlNode node;
        private final String message;
        private int more;

        First(YamlNode node, String message) {
            this.node = node;
            this.message = message;
        }
    }

    /** @param plural what the things are */
    RepeatedProblems(String plural) {
        this.plural = plural;
    }

    /** @param name what the thing is called, which its message may name in quotes or behind an id */
    void add(YamlNode node, String name, String message) {
        final String anonymous =
                message.replace("'" + name + "'", "it").replaceAll("\\bi-[0-9a-f]{17}\\b( \\([^)]*\\))?", "it");
        final First first = byText.get(anonymous);
        if (first == null) {
            byText.put(anonymous, new First(node, message));
        } else {
            first.more++;
        }
    }

    boolean isEmpty() {
        return byText.isEmpty();
    }

    /** Reports each where the first thing that has it stands. */
    void report(Problems problems) {
        byText.values()
                .forEach(first -> problems.error(
                        first.node,
                        first.message
                                + (first.more == 0
                                        ? ""
                                        : " (and so with " + first.more + " more of the " + plural + ")")));
    }
}
