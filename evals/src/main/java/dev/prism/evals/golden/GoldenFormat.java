package dev.prism.evals.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A form in which golden sets are exchanged. Going out and coming back loses nothing: what a format has no
/// place for travels in its metadata under `prism`, and what an imported case says beside what Prism knows is
/// kept in [GoldenEntry#metadata] under the format's name and written again. All of them are read as JSON
/// Lines or as one JSON array; DeepEval's goldens are written as an array, the others as lines.
public enum GoldenFormat {
  PRISM, PROMPTFOO, OPENAI_EVALS, INSPECT, DEEPEVAL;

  /// The name on the command line and in the API: `openai-evals`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @throws IllegalArgumentException if there is no such format
  public static GoldenFormat of(String label) {
    for (GoldenFormat each : values()) {
      if (each.label().equals(label)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "the format is one of prism, promptfoo, openai-evals, inspect, deepeval");
  }

  /// A file of these entries.
  public String write(List<GoldenEntry> entries) {
    if (this == DEEPEVAL) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      entries.forEach(entry -> array.add(tree(entry)));
      return GoldenJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(array) + "\n";
    }
    StringBuilder lines = new StringBuilder();
    for (GoldenEntry entry : entries) {
      lines.append(GoldenJson.MAPPER.writeValueAsString(tree(entry))).append('\n');
    }
    return lines.toString();
  }

  /// The entries of a file.
  ///
  /// @param defaults for what its cases do not say
  /// @throws IllegalArgumentException if a case cannot be read, saying which and why
  public List<GoldenEntry> read(String file, ImportDefaults defaults) {
    List<GoldenEntry> entries = new ArrayList<>();
    int number = 0;
    for (JsonNode tree : trees(file)) {
      number++;
      try {
        entries.add(entry(tree, defaults));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("case " + number + ": " + e.getMessage(), e);
      }
    }
    return entries;
  }

  private ObjectNode tree(GoldenEntry entry) {
    return this == PRISM ? GoldenJson.tree(entry) : CaseFormat.of(this).write(entry);
  }

  private GoldenEntry entry(JsonNode tree, ImportDefaults defaults) {
    return this == PRISM
        ? GoldenJson.read(tree)
        : CaseFormat.of(this).read(Members.of(tree), defaults);
  }

  private static List<JsonNode> trees(String file) {
    List<JsonNode> trees = new ArrayList<>();
    try {
      if (file.stripLeading().startsWith("[")) {
        GoldenJson.MAPPER.readTree(file).forEach(trees::add);
      } else {
        for (String line : file.lines().filter(each -> !each.isBlank()).toList()) {
          trees.add(GoldenJson.MAPPER.readTree(line));
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "case " + (trees.size() + 1) + " is not JSON: " + e.getOriginalMessage(), e);
    }
    if (trees.size() > GoldenSet.MOST_ENTRIES) {
      throw new IllegalArgumentException("more than " + GoldenSet.MOST_ENTRIES + " cases");
    }
    return trees;
  }
}
