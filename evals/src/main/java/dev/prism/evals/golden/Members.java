package dev.prism.evals.golden;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The members of a JSON object as they are taken out of it one by one; null counts as absent. Every method
/// throws [IllegalArgumentException] where a member is of another kind.
final class Members {
  private final ObjectNode left;

  private Members(ObjectNode left) {
    this.left = left;
  }

  static Members of(@Nullable JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw new IllegalArgumentException("a JSON object is wanted");
    }
    return new Members(object.deepCopy());
  }

  @Nullable
  JsonNode take(String name) {
    JsonNode node = left.remove(name);
    return node == null || node.isNull() ? null : node;
  }

  @Nullable
  String text(String name) {
    JsonNode node = take(name);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      throw new IllegalArgumentException(name + " must be a text");
    }
    return node.asString();
  }

  String textOr(String name, String otherwise) {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  String need(String name) {
    String text = text(name);
    if (text == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  @Nullable
  Double number(String name) {
    JsonNode node = take(name);
    if (node == null) {
      return null;
    }
    if (!node.isNumber()) {
      throw new IllegalArgumentException(name + " must be a number");
    }
    return node.doubleValue();
  }

  List<String> texts(String name) {
    JsonNode node = take(name);
    List<String> texts = new ArrayList<>();
    if (node == null) {
      return texts;
    }
    if (!(node instanceof ArrayNode array)) {
      throw new IllegalArgumentException(name + " must be a list of texts");
    }
    for (JsonNode each : array) {
      if (!each.isString()) {
        throw new IllegalArgumentException(name + " must be a list of texts");
      }
      texts.add(each.asString());
    }
    return texts;
  }

  ObjectNode object(String name) {
    JsonNode node = take(name);
    if (node == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!(node instanceof ObjectNode object)) {
      throw new IllegalArgumentException(name + " must be an object");
    }
    return object;
  }

  /// What has not been taken.
  ObjectNode rest() {
    return left;
  }

  void nothingElse() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("unknown members: " + left.propertyNames());
    }
  }
}
