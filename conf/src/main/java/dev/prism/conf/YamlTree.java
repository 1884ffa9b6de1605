package dev.prism.conf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// YAML text as nodes that know their lines.
final class YamlTree {
  private static final LoadSettings SETTINGS = LoadSettings.builder()
      .setUseMarks(true)
      .setMaxAliasesForCollections(100)
      .setCodePointLimit(8 << 20)
      .build();

  private YamlTree() {}

  /// The root node; empty if the text has none, or if it is no YAML, which is reported.
  static Optional<Node> parse(String yaml, ConfigReport report) {
    try {
      return new Compose(SETTINGS).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      // The exception's own message quotes the line, which may hold a secret.
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      report.problem(mark == null ? 0 : mark.getLine() + 1, mark == null ? 0 : mark.getColumn() + 1,
          "this is not YAML: " + (e.getContext() == null ? "" : e.getContext() + ", ")
              + e.getProblem(),
          advice(e.getProblem()));
    } catch (YamlEngineException e) {
      report.problem(0, 0, "this is not YAML that can be read: " + e.getMessage(), "");
    }
    return Optional.empty();
  }

  /// The entries of a mapping, in order. A key that is written twice is reported, and the first counts.
  static Map<String, NodeTuple> entries(MappingNode mapping, String path, ConfigReport report) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        report.problem(tuple.getKeyNode(), path, "has a key that is not a name", "");
        continue;
      }
      NodeTuple first = entries.putIfAbsent(key.getValue(), tuple);
      if (first != null) {
        report.problem(key, ConfigReport.child(path, key.getValue()),
            "is written twice, first in line " + report.line(first.getKeyNode()),
            "keep one of them");
      }
    }
    return entries;
  }

  static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  static String kind(Node node) {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      default -> isNothing(node) ? "nothing" : "a single value";
    };
  }

  private static String advice(String problem) {
    if (problem.contains("\\t") || problem.contains("TAB")) {
      return "indent with spaces, not with tabs";
    }
    return problem.contains("cannot start any token") || problem.contains("expected ',' or '}'")
        ? "put quotes around a value that holds { } [ ] : # & * ! | > % @ or `"
        : "";
  }
}
