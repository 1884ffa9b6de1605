package dev.prism.evals;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Whether a JSON value fits a JSON Schema, as far as structured output goes: `type`, `enum`, `const`,
/// `properties`, `required`, `additionalProperties`, `items`, `anyOf`, `oneOf`, `allOf`, `$ref` within the
/// document, and the limits of sizes and numbers. Other keywords, `pattern` among them, are not looked at:
/// the schema comes from a client, and its regular expressions may be as slow as it likes.
final class JsonShape {
  private static final int DEEPEST = 64;
  private static final int MOST_STEPS = 20_000;

  private final JsonNode root;
  private int steps;

  private JsonShape(JsonNode root) {
    this.root = root;
  }

  /// A value that takes too long to check fits.
  static boolean fits(JsonNode schema, JsonNode value) {
    return new JsonShape(schema).fits(schema, value, 0);
  }

  private boolean fits(JsonNode schema, JsonNode value, int depth) {
    if (schema.isBoolean()) {
      return schema.booleanValue();
    }
    if (depth > DEEPEST || ++steps > MOST_STEPS || !schema.isObject()) {
      return true;
    }
    String ref = schema.path("$ref").asString("");
    if (ref.startsWith("#")) {
      return fits(root.at(ref.substring(1)), value, depth + 1);
    }
    return type(schema.path("type"), value) && words(schema, value) && choices(schema, value, depth)
        && limits(schema, value) && (!value.isObject() || object(schema, value, depth))
        && array(schema, value, depth);
  }

  private static boolean type(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (type(one, value)) {
          return true;
        }
      }
      return type.isEmpty();
    }
    return switch (type.asString("")) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> true;
    };
  }

  private static boolean words(JsonNode schema, JsonNode value) {
    JsonNode constant = schema.get("const");
    if (constant != null && !constant.equals(value)) {
      return false;
    }
    JsonNode words = schema.get("enum");
    if (words == null || !words.isArray()) {
      return true;
    }
    for (JsonNode word : words) {
      if (word.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private boolean choices(JsonNode schema, JsonNode value, int depth) {
    for (JsonNode all : schema.path("allOf")) {
      if (!fits(all, value, depth + 1)) {
        return false;
      }
    }
    return any(schema.path("anyOf"), value, depth) && any(schema.path("oneOf"), value, depth);
  }

  private boolean any(JsonNode choices, JsonNode value, int depth) {
    for (JsonNode choice : choices) {
      if (fits(choice, value, depth + 1)) {
        return true;
      }
    }
    return choices.isEmpty();
  }

  private static boolean limits(JsonNode schema, JsonNode value) {
    int size = value.isString()
        ? value.stringValue().length()
        : value.isArray() ? value.size() : -1;
    String kind = value.isString() ? "Length" : "Items";
    boolean sized = size < 0 || (size >= schema.path("min" + kind).asInt(0)
        && size <= schema.path("max" + kind).asInt(Integer.MAX_VALUE));
    return sized && (!value.isNumber()
        || (value.doubleValue() >= schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
            && value.doubleValue() <= schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)));
  }

  private boolean object(JsonNode schema, JsonNode value, int depth) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asString(""))) {
        return false;
      }
    }
    JsonNode known = schema.path("properties");
    JsonNode more = schema.get("additionalProperties");
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode own = known.get(member.getKey());
      JsonNode wanted = own == null ? more : own;
      if (wanted != null && !fits(wanted, member.getValue(), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean array(JsonNode schema, JsonNode value, int depth) {
    JsonNode items = schema.get("items");
    if (items == null || !value.isArray()) {
      return true;
    }
    for (JsonNode element : value) {
      if (!fits(items, element, depth + 1)) {
        return false;
      }
    }
    return true;
  }
}
