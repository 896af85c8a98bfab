package io.ringlane.cloud.report;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How every JSON file looks: indented, keys in the order they were put, a line break at the end. */
public final class JsonText {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonText() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static String of(JsonNode tree) {
        return MAPPER.writeValueAsString(tree).replace("\r\n", "\n") + "\n";
    }
}
