package dev.prism.evals.golden;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The assertions that promptfoo and Prism share. A rubric is an `llm-rubric` by its name; promptfoo's
/// thresholds go from 0 to 1.
final class PromptfooAsserts {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final double SPAN = 4;

  private PromptfooAsserts() {}

  /// Null for one that promptfoo has no like of.
  static @Nullable ObjectNode write(Assertion assertion) {
    return switch (assertion) {
      case Assertion.Contains(String value) -> text("contains", value);
      case Assertion.NotContains(String value) -> text("not-contains", value);
      case Assertion.Regex(String value) -> text("regex", value);
      case Assertion.Equals(String value) -> text("equals", value);
      case Assertion.JsonSchema schema -> {
        ObjectNode form = of("is-json");
        form.set("value", schema.schema());
        yield form;
      }
      case Assertion.AtLeast(String rubric, double threshold) -> NAME.matcher(rubric).matches()
          ? text("llm-rubric", rubric).put("threshold", (threshold - 1) / SPAN)
          : null;
      case Assertion.Foreign foreign -> foreign.tool().equals("promptfoo") ? foreign.json() : null;
      case Assertion.ScannerFree _ -> null;
    };
  }

  /// Takes what it reads out of the members; all of them when it is none of the shared ones.
  static Assertion read(Members form) {
    String type = form.rest().path("type").asString("");
    boolean text = form.rest().path("value").isString();
    try {
      if (text) {
        String value = form.rest().path("value").asString();
        Assertion known = switch (type) {
          case "contains" -> new Assertion.Contains(value);
          case "not-contains" -> new Assertion.NotContains(value);
          case "regex" -> new Assertion.Regex(value);
          case "equals" -> new Assertion.Equals(value);
          case "llm-rubric" -> rubric(form, value);
          default -> null;
        };
        if (known != null) {
          form.take("type");
          form.take("value");
          return known;
        }
      }
      if (type.equals("is-json") && form.rest().path("value") instanceof ObjectNode schema) {
        form.take("type");
        form.take("value");
        return new Assertion.JsonSchema(schema);
      }
    } catch (IllegalArgumentException _) {
      // An expression that RE2 cannot read, a threshold out of range: kept as it is, not run.
    }
    ObjectNode all = form.rest().deepCopy();
    form.rest().removeAll();
    return new Assertion.Foreign("promptfoo", all);
  }

  private static @Nullable Assertion rubric(Members form, String value) {
    if (!NAME.matcher(value).matches() || !form.rest().path("threshold").isNumber()) {
      return null;
    }
    Assertion made = new Assertion.AtLeast(value,
        form.rest().path("threshold").doubleValue() * SPAN + 1);
    form.take("threshold");
    return made;
  }

  private static ObjectNode text(String type, String value) {
    return of(type).put("value", value);
  }

  private static ObjectNode of(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
