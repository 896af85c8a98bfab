package io.ringlane.cloud.scenario;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ringlane.cloud.scenario.YamlNode.Entry;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema that ships for editors, applied to a document.
 *
 * <p>The reader's own messages are better, so this runs only on what the reader took for good: it then finds whatever the
 * reader forgot to refuse, and the two cannot drift apart unseen.
 */
final class ScenarioSchema {

    static final String RESOURCE = "/io/ringlane/cloud/scenario/scenario.schema.json";

    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

    private ScenarioSchema() {}

    /** Reports where the document breaks the schema. */
    static void check(YamlNode root, Problems problems) {
        for (final Error error : Holder.SCHEMA.validate(toJson(root))) {
            final YamlNode node = find(root, error);
            problems.error(node, "breaks the schema: " + error.getMessage());
        }
    }

    private static YamlNode find(YamlNode root, Error error) {
        YamlNode node = root;
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            final Object element = error.getInstanceLocation().getElement(i);
            if (node instanceof Mapping mapping && mapping.get(element.toString()) != null) {
                node = mapping.get(element.toString());
            } else if (node instanceof Sequence sequence && element instanceof Number index) {
                node = sequence.items().get(index.intValue());
            }
        }
        return node;
    }

    static JsonNode toJson(YamlNode node) {
        final JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof Mapping mapping) {
            final ObjectNode object = json.objectNode();
            for (final Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
                object.set(entry.getKey(), toJson(entry.getValue().value()));
            }
            return object;
        }
        if (node instanceof Sequence sequence) {
            final ArrayNode array = json.arrayNode();
            for (final YamlNode item : sequence.items()) {
                array.add(toJson(item));
            }
            return array;
        }
        final Scalar scalar = (Scalar) node;
        return switch (scalar.kind()) {
            case NULL -> json.nullNode();
            case BOOLEAN -> json.booleanNode(scalar.text().equalsIgnoreCase("true"));
            case INTEGER -> json.numberNode(Fields.integerValue(scalar.text()));
            case DECIMAL -> decimal(scalar.text());
            case TEXT -> json.stringNode(scalar.text());
        };
    }

    private static JsonNode decimal(String text) {
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        } catch (final NumberFormatException e) {
            return JsonNodeFactory.instance.stringNode(text); // .inf and .nan, which JSON lacks
        }
    }

    /** Compiled once, and only when a document needs it. */
    private static final class Holder {
        static final Schema SCHEMA = compile();

        private static Schema compile() {
            silenceSlf4j();
            try (InputStream in = ScenarioSchema.class.getResourceAsStream(RESOURCE)) {
                return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(in);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The validator logs through SLF4J, which announces on standard error that it has no provider; nobody who loads a
     * scenario asked for that. A provider that is there works as ever, and so does a choice made by the property.
     */
    private static void silenceSlf4j() {
        if (System.getProperty(SLF4J_VERBOSITY) == null) {
            System.setProperty(SLF4J_VERBOSITY, "ERROR");
            LoggerFactory.getILoggerFactory(); // reads the property, once for all
            System.clearProperty(SLF4J_VERBOSITY);
        }
    }

    /** Every error of the schema alone, for comparing it with the reader. */
    static List<Error> errors(YamlNode root) {
        return Holder.SCHEMA.validate(toJson(root));
    }
}
