package dev.prism.evals.golden;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.prism.exchange.Score;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What must hold of an answer.
public sealed interface Assertion {
  /// How it is written: `contains`, `scanner-free`, `rubric`.
  String type();

  /// Whether it says something of every answer of its class, not of this case's alone.
  default boolean isGeneral() {
    return false;
  }

  /// The answer contains this text.
  record Contains(String value) implements Assertion {
    @Override
    public String type() {
      return "contains";
    }
  }

  /// The answer does not contain this text.
  record NotContains(String value) implements Assertion {
    @Override
    public String type() {
      return "not-contains";
    }
  }

  /// The answer has a match of this expression, of RE2's syntax and so in linear time.
  record Regex(String value) implements Assertion {
    public Regex {
      try {
        Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException("regex cannot be read: " + e.getDescription(), e);
      }
    }

    @Override
    public String type() {
      return "regex";
    }
  }

  /// The answer is this text.
  record Equals(String value) implements Assertion {
    @Override
    public String type() {
      return "equals";
    }
  }

  /// The answer is JSON that this JSON Schema holds of.
  record JsonSchema(ObjectNode schema) implements Assertion {
    public JsonSchema {
      schema = schema.deepCopy();
    }

    @Override
    public ObjectNode schema() {
      return schema.deepCopy();
    }

    @Override
    public String type() {
      return "json-schema";
    }

    @Override
    public boolean isGeneral() {
      return true;
    }
  }

  /// These scanners find nothing in the answer.
  record ScannerFree(List<String> scanners) implements Assertion {
    public ScannerFree {
      scanners = List.copyOf(scanners);
      if (scanners.isEmpty()) {
        throw new IllegalArgumentException("scanner-free must name at least one scanner");
      }
    }

    @Override
    public String type() {
      return "scanner-free";
    }

    @Override
    public boolean isGeneral() {
      return true;
    }
  }

  /// The answer scores at least this much by a rubric.
  ///
  /// @param threshold 1 to 5
  record AtLeast(String rubric, double threshold) implements Assertion {
    public AtLeast {
      if (rubric.isBlank()) {
        throw new IllegalArgumentException("rubric must name a rubric");
      }
      if (!(threshold >= Score.WORST && threshold <= Score.BEST)) {
        throw new IllegalArgumentException("threshold must be between 1 and 5");
      }
    }

    @Override
    public String type() {
      return "rubric";
    }

    @Override
    public boolean isGeneral() {
      return true;
    }
  }

  /// An assertion of another tool that Prism keeps but does not run.
  ///
  /// @param tool whose it is, such as `promptfoo`
  record Foreign(String tool, ObjectNode json) implements Assertion {
    public Foreign {
      json = json.deepCopy();
    }

    @Override
    public ObjectNode json() {
      return json.deepCopy();
    }

    @Override
    public String type() {
      return "foreign";
    }
  }
}
