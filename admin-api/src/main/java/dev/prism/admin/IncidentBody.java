package dev.prism.admin;

import dev.prism.incident.FixKind;
import dev.prism.incident.IncidentClass;
import dev.prism.incident.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes members out of the body of a call about an incident; what is wrong is the caller's fault.
final class IncidentBody {
  private static final int LONGEST = 4_000;
  private static final int MOST_ENTRIES = 20;

  private IncidentBody() {}

  static String needed(ObjectNode body, String name) {
    String text = Changes.text(body.remove(name), name);
    if (text == null || text.isBlank() || text.length() > LONGEST) {
      throw Problem.badRequest(name + " must be a text of 1 to " + LONGEST + " characters.");
    }
    return text;
  }

  /// A text that may be left out.
  static String text(ObjectNode body, String name, String otherwise) {
    String text = Changes.text(body.remove(name), name);
    if (text != null && text.length() > LONGEST) {
      throw Problem.badRequest(name + " must be at most " + LONGEST + " characters long.");
    }
    return text == null || text.isBlank() ? otherwise : text;
  }

  static boolean flag(ObjectNode body, String name) {
    JsonNode node = body.remove(name);
    if (node != null && !node.isBoolean()) {
      throw Problem.badRequest(name + " must be true or false.");
    }
    return node != null && node.booleanValue();
  }

  static List<String> texts(ObjectNode body, String name, int most) {
    JsonNode node = body.remove(name);
    if (node == null || node.isNull()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (node.isArray() && node.size() <= most) {
      node.forEach(each -> texts.add(each.isString() ? each.asString() : ""));
    }
    if (!node.isArray() || node.size() > most || texts.contains("")) {
      throw Problem.badRequest(name + " must be a list of at most " + most + " texts.");
    }
    return texts;
  }

  static Map<String, String> pairs(ObjectNode body, String name) {
    JsonNode node = body.remove(name);
    Map<String, String> pairs = new LinkedHashMap<>();
    if (node == null || node.isNull()) {
      return pairs;
    }
    boolean right = node.isObject() && node.size() <= MOST_ENTRIES;
    for (String key : right ? node.propertyNames() : List.<String>of()) {
      right &= node.path(key).isString();
      pairs.put(key, node.path(key).asString(""));
    }
    if (!right) {
      throw Problem.badRequest(name + " must be an object of texts.");
    }
    return pairs;
  }

  static ObjectNode object(ObjectNode body, String name) {
    JsonNode node = body.remove(name);
    if (node == null || node.isNull()) {
      return AdminJson.MAPPER.createObjectNode();
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Problem.badRequest(name + " must be an object.");
  }

  static IncidentClass type(String word) {
    try {
      return IncidentClass.ofWord(word);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(e.getMessage() + ".");
    }
  }

  static Severity severity(String word) {
    try {
      return Severity.valueOf(word);
    } catch (IllegalArgumentException _) {
      throw Problem.badRequest("severity must be S1, S2 or S3, not " + word + ".");
    }
  }

  static FixKind fixKind(String word) {
    try {
      return FixKind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException _) {
      throw Problem
          .badRequest("kind must be prompt_rollback, rubric_tighten, new_template, re_index"
              + " or data_fix, not " + word + ".");
    }
  }
}
