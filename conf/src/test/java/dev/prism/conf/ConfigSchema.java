package dev.prism.conf;

import dev.prism.conf.Shape.Absence;
import dev.prism.conf.Shape.Field;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the JSON Schema (draft 2020-12) of the configuration, for editors, from the shapes of the
/// settings records. It takes what the binder takes; what holds between keys is left to
/// `./prism validate`.
final class ConfigSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Descriptions descriptions;
  private final ObjectNode defs = NODES.objectNode();

  ConfigSchema(Descriptions descriptions) {
    this.descriptions = descriptions;
  }

  String json() {
    ObjectNode root = NODES.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Prism configuration");
    root.put("$ref", of(new Shape.RecordOf(GatewayConfig.class)).get("$ref").stringValue());
    root.set("$defs", defs);
    defs.putObject("environment")
        .put("type", "string")
        .put("pattern", "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}")
        .put("description", "A value from the environment: ${NAME} or ${NAME:-default}");
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private ObjectNode of(Shape shape) {
    return switch (shape) {
      case Shape.Text text -> text(text);
      case Shape.ListOf list -> {
        ObjectNode node = types("array", "null");
        node.set("items", of(list.element()));
        yield node;
      }
      case Shape.MapOf map -> {
        ObjectNode node = types("object", "null");
        node.set("additionalProperties",
            map.value() instanceof Shape.RecordOf entry ? reference(entry, true) : of(map.value()));
        yield node;
      }
      case Shape.RecordOf record -> reference(record, false);
      case Shape.ChoiceOf choice -> choice(choice);
      case Shape.UseOf use -> use(use);
    };
  }

  private static ObjectNode text(Shape.Text text) {
    ObjectNode node = NODES.objectNode();
    new TreeMap<>(text.schema()).forEach((key, value) -> {
      if (value instanceof List<?> words) {
        ArrayNode array = node.putArray(key);
        words.forEach(word -> array.add(word.toString()));
      } else {
        node.put(key, value.toString());
      }
    });
    if (text.schema().equals(Map.of("type", "string"))) {
      return node;
    }
    ObjectNode either = NODES.objectNode();
    either.putArray("anyOf").add(node).add(NODES.objectNode().put("$ref", "#/$defs/environment"));
    return either;
  }

  private ObjectNode reference(Shape.RecordOf shape, boolean conditional) {
    String name = Descriptions.name(shape.type()) + (conditional ? ".Entry" : "");
    if (!defs.has(name)) {
      ObjectNode def = defs.putObject(name);
      record(def, shape);
      if (conditional && !def.get("properties").has(Binder.WHEN)) {
        ((ObjectNode) def.get("properties")).putObject(Binder.WHEN)
            .put("type", "string")
            .put("description",
                "Where this text is empty or false, the entry is as if it were not written.");
      }
    }
    return NODES.objectNode().put("$ref", "#/$defs/" + name);
  }

  private void record(ObjectNode def, Shape.RecordOf shape) {
    ArrayNode types = def.putArray("type").add("object");
    if (RecordFields.empty(shape.type()).isPresent()) {
      types.add("null");
    }
    def.put("additionalProperties", false);
    ObjectNode properties = def.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    for (Field field : shape.fields()) {
      ObjectNode property = of(field.shape());
      String sentence = descriptions.of(shape.type(), field.component());
      if (sentence != null) {
        property.put("description", sentence);
      }
      switch (field.absence()) {
        case Absence.Refused _ -> required.add(field.key());
        case Absence.Value(var value) -> {
          if (value != null && field.shape() instanceof Shape.Text) {
            property.set("default", value(value));
          }
        }
      }
      properties.set(field.key(), property);
    }
    if (!required.isEmpty()) {
      def.set("required", required);
    }
  }

  private static JsonNode value(Object value) {
    return switch (value) {
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case BigDecimal number -> NODES.numberNode(number);
      case Boolean flag -> NODES.booleanNode(flag);
      default -> NODES.stringNode(Scalars.written(value));
    };
  }

  private ObjectNode choice(Shape.ChoiceOf shape) {
    String name = Descriptions.name(shape.type());
    if (!defs.has(name)) {
      ObjectNode def = defs.putObject(name);
      ArrayNode cases = def.putArray("anyOf");
      ArrayNode words = NODES.arrayNode();
      shape.cases().forEach((key, whole) -> {
        Shape.RecordOf written = whole.wrapped().orElse(whole);
        ObjectNode one = cases.addObject().put("type", "object").put("additionalProperties", false);
        one.putArray("required").add(key);
        ArrayNode forms = one.putObject("properties").putObject(key).putArray("anyOf");
        forms.add(reference(written, false));
        if (!written.fields().isEmpty()) {
          forms.add(of(written.fields().getFirst().shape()));
        }
        if (RecordFields.empty(written.type()).isPresent()) {
          words.add(key);
        }
      });
      if (!words.isEmpty()) {
        cases.addObject().set("enum", words);
      }
    }
    return NODES.objectNode().put("$ref", "#/$defs/" + name);
  }

  private ObjectNode use(Shape.UseOf shape) {
    if (!defs.has(shape.kind() + "Use")) {
      ArrayNode cases = defs.putObject(shape.kind() + "Use").putArray("anyOf");
      ArrayNode words = cases.addObject().putArray("enum");
      shape.cases().forEach((name, settings) -> {
        words.add(name);
        ObjectNode one = cases.addObject().put("type", "object").put("additionalProperties", false);
        one.putArray("required").add(name);
        one.putObject("properties").set(name, reference(settings, false));
      });
    }
    return NODES.objectNode().put("$ref", "#/$defs/" + shape.kind() + "Use");
  }

  private static ObjectNode types(String... names) {
    ObjectNode node = NODES.objectNode();
    ArrayNode types = node.putArray("type");
    for (String name : names) {
      types.add(name);
    }
    return node;
  }
}
