package dev.prism.scanners.remote;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A service's answer as maps, lists, texts, [Double]s and booleans; small, so it is read whole. What is
/// missing, or is something else, reads as empty.
final class JsonTree {
  private JsonTree() {}

  static Object of(byte[] bytes) throws JsonProblem {
    new StrictJson(JsonLimits.REPLY).check(bytes, 0, bytes.length);
    return value(new JsonCursor(bytes, 0, bytes.length));
  }

  private static Object value(JsonCursor json) {
    return switch (json.kind()) {
      case '{' -> members(json);
      case '[' -> elements(json);
      case '"' -> json.string();
      case '0' -> Double.valueOf(json.raw());
      case 't', 'f' -> json.isTrue();
      default -> {
        json.skip();
        yield "";
      }
    };
  }

  private static Object members(JsonCursor json) {
    Map<String, Object> members = new LinkedHashMap<>();
    json.enter();
    while (json.nextMember()) {
      String name = json.name();
      members.put(name, value(json));
    }
    return members;
  }

  private static Object elements(JsonCursor json) {
    List<Object> elements = new ArrayList<>();
    json.enter();
    while (json.nextElement()) {
      elements.add(value(json));
    }
    return elements;
  }

  /// What stands below these names; a number is an index.
  static Object at(Object tree, Object... path) {
    Object here = tree;
    for (Object step : path) {
      here = step instanceof Integer index && here instanceof List<?> list && index < list.size()
          ? list.get(index)
          : here instanceof Map<?, ?> map && map.containsKey(step) ? map.get(step) : "";
    }
    return here;
  }

  static List<?> list(Object tree, Object... path) {
    return at(tree, path) instanceof List<?> list ? list : List.of();
  }

  static Map<?, ?> map(Object tree, Object... path) {
    return at(tree, path) instanceof Map<?, ?> map ? map : Map.of();
  }

  static String text(Object tree, Object... path) {
    return at(tree, path) instanceof String text ? text : "";
  }

  static double number(Object tree, Object... path) {
    return at(tree, path) instanceof Double number ? number : 0;
  }

  static boolean flag(Object tree, Object... path) {
    return Boolean.TRUE.equals(at(tree, path));
  }
}
