package dev.prism.evals.golden;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `{"type": …, "value": …, "threshold": …}`.
final class AssertionJson {
  private AssertionJson() {}

  static ObjectNode write(Assertion assertion) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("type", assertion.type());
    switch (assertion) {
      case Assertion.Contains(String value) -> tree.put("value", value);
      case Assertion.NotContains(String value) -> tree.put("value", value);
      case Assertion.Regex(String value) -> tree.put("value", value);
      case Assertion.Equals(String value) -> tree.put("value", value);
      case Assertion.JsonSchema(ObjectNode schema) -> tree.set("value", GoldenJson.sorted(schema));
      case Assertion.ScannerFree(List<String> scanners) ->
        tree.set("value", GoldenJson.texts(scanners));
      case Assertion.AtLeast(String rubric, double threshold) ->
        tree.put("value", rubric).put("threshold", threshold);
      case Assertion.Foreign(String tool, ObjectNode json) ->
        tree.put("tool", tool).set("value", GoldenJson.sorted(json));
    }
    return tree;
  }

  /// @throws IllegalArgumentException if it is none
  static Assertion read(JsonNode node) {
    Members members = Members.of(node);
    String type = members.need("type");
    Assertion read = switch (type) {
      case "contains" -> new Assertion.Contains(members.need("value"));
      case "not-contains" -> new Assertion.NotContains(members.need("value"));
      case "regex" -> new Assertion.Regex(members.need("value"));
      case "equals" -> new Assertion.Equals(members.need("value"));
      case "json-schema" -> new Assertion.JsonSchema(members.object("value"));
      case "scanner-free" -> new Assertion.ScannerFree(members.texts("value"));
      case "rubric" -> {
        Double threshold = members.number("threshold");
        yield new Assertion.AtLeast(members.need("value"), threshold == null ? 3 : threshold);
      }
      case "foreign" -> new Assertion.Foreign(members.need("tool"), members.object("value"));
      default -> throw new IllegalArgumentException(
          "there is no assertion " + type + "; write one of contains, not-contains, regex, equals,"
              + " json-schema, scanner-free, rubric");
    };
    members.nothingElse();
    return read;
  }
}
