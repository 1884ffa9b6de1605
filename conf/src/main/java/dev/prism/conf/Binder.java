package dev.prism.conf;

import dev.prism.conf.Shape.Absence;
import dev.prism.conf.Shape.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads nodes into values of the shapes that settings records have. What is wrong is reported and left
/// out, and the rest is read on, so that one pass finds everything. Null stands for a value that could
/// not be read.
final class Binder {
  /// The key that makes an entry conditional.
  static final String WHEN = "when";

  private final ConfigReport report;
  private final Expansion expansion;

  Binder(ConfigReport report, Expansion expansion) {
    this.report = report;
    this.expansion = expansion;
  }

  @Nullable
  Object bind(Shape shape, Node node, String path) {
    if (!report.isWritten(path)) {
      report.place(path, node);
    }
    return switch (shape) {
      case Shape.Text text -> text(text, node, path);
      case Shape.ListOf list -> list(list, node, path);
      case Shape.MapOf map -> map(map, node, path);
      case Shape.RecordOf record -> {
        Map<String, NodeTuple> entries = mapping(node, path, record.fields());
        yield entries == null ? null : record(record, entries, path);
      }
      case Shape.ChoiceOf choice -> choice(choice.cases(), node, path, Chosen::value);
      case Shape.UseOf use -> choice(use.cases(), node, path,
          chosen -> use.made().of(chosen.name(), (Record) chosen.value()));
    };
  }

  private @Nullable Object record(Shape.RecordOf shape, Map<String, NodeTuple> entries,
      String path) {
    int problemsBefore = report.count();
    List<@Nullable Object> values = new ArrayList<>();
    boolean complete = true;
    for (Field field : shape.fields()) {
      NodeTuple entry = entries.remove(field.key());
      Object value = entry == null ? null : component(field, entry, path);
      if (value == null) {
        switch (field.absence()) {
          case Absence.Value(var absent) -> value = absent;
          case Absence.Refused _ -> {
            complete = false;
            if (entry == null) {
              report.problem(ConfigReport.child(path, field.key()), "is missing", advice(field));
            }
          }
        }
      }
      values.add(value);
    }
    boolean faultless = report.count() == problemsBefore;
    refuse(entries, shape, path);
    return complete ? construct(shape, values, faultless, path) : null;
  }

  private @Nullable Object component(Field field, NodeTuple entry, String path) {
    String fieldPath = ConfigReport.child(path, field.key());
    report.place(fieldPath, entry.getKeyNode());
    return bind(field.shape(), entry.getValueNode(), fieldPath);
  }

  private static String advice(Field field) {
    return "add `" + field.key() + ": …`"
        + (field.shape() instanceof Shape.Text text ? ", " + text.what() : "");
  }

  private @Nullable Object construct(Shape.RecordOf shape, List<@Nullable Object> values,
      boolean faultless, String path) {
    try {
      Object value = RecordFields.construct(shape.type(), values.toArray());
      report.bound(path, value, faultless);
      return value;
    } catch (IllegalArgumentException e) {
      // With a default in place of what could not be read, the complaint may be about nothing.
      if (faultless) {
        String message = String.valueOf(e.getMessage());
        report.problem(report.blamed(path, shape.fields(), message), message, "");
      }
      return null;
    }
  }

  /// Reports the keys that no component took.
  private void refuse(Map<String, NodeTuple> left, Shape.RecordOf shape, String path) {
    List<String> known = shape.fields().stream().map(Field::key).toList();
    left.forEach((key, entry) -> report.problem(entry.getKeyNode(), ConfigReport.child(path, key),
        "there is no such key here",
        key.equals("<<")
            ? "merge keys are not part of YAML 1.2: write the values out"
            : Nearest.advice(key, known)));
  }

  private @Nullable Object map(Shape.MapOf shape, Node node, String path) {
    Map<String, NodeTuple> entries = mapping(node, path, List.of());
    if (entries == null) {
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    entries.forEach((key, entry) -> {
      Object value = entry(shape.value(), entry, path, key);
      if (value != null) {
        values.put(key, value);
      }
    });
    return Collections.unmodifiableMap(values);
  }

  private @Nullable Object entry(Shape shape, NodeTuple entry, String parent, String key) {
    Node node = entry.getValueNode();
    String path = ConfigReport.child(parent, key);
    report.place(path, entry.getKeyNode());
    if (!(shape instanceof Shape.RecordOf record) || !(node instanceof MappingNode mapping)) {
      report.name(parent, key);
      return bind(shape, node, path);
    }
    Map<String, NodeTuple> entries = YamlTree.entries(mapping, path, report);
    // Taken away even where the record has such a component: the text is often a key.
    NodeTuple when = entries.remove(WHEN);
    if (when != null && !holds(when.getValueNode(), path)) {
      return null;
    }
    report.name(parent, key);
    return record(record, entries, path);
  }

  /// Whether an entry's condition holds; if not, the entry is marked as left out, or as wrong.
  private boolean holds(Node node, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      report.problem(node, ConfigReport.child(path, WHEN), "takes text, not " + YamlTree.kind(node),
          "write when: \"${NAME:-}\"");
      return false;
    }
    String text = expanded(scalar, ConfigReport.child(path, WHEN));
    if (text != null && (text.isBlank() || text.equals("false"))) {
      report.leaveOut(path);
    }
    return text != null && !report.isLeftOut(path);
  }

  private @Nullable Object list(Shape.ListOf shape, Node node, String path) {
    if (YamlTree.isNothing(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      report.problem(node, path, "takes a list, not " + YamlTree.kind(node),
          "put it in brackets: [ … ]");
      return null;
    }
    List<Object> values = new ArrayList<>();
    int index = 0;
    for (Node element : sequence.getValue()) {
      Object value = bind(shape.element(), element, path + "[" + index++ + "]");
      if (value != null) {
        values.add(value);
      }
    }
    return shape.distinct() ? Set.copyOf(values) : List.copyOf(values);
  }

  /// A case of a choice, by the key that it was chosen with.
  private record Chosen(String name, Object value) {}

  private @Nullable Object choice(Map<String, Shape.RecordOf> cases, Node node, String path,
      Function<Chosen, Object> made) {
    if (node instanceof ScalarNode word && !YamlTree.isNothing(node)) {
      String name = expanded(word, path);
      Object value = name == null ? null : chosen(cases, name, word, null, path);
      return name == null || value == null ? null : made.apply(new Chosen(name, value));
    }
    Map<String, NodeTuple> entries = mapping(node, path, List.of());
    if (entries == null) {
      return null;
    }
    if (entries.size() != 1) {
      report.problem(node, path,
          entries.isEmpty()
              ? "is empty"
              : "takes one of its choices, not " + entries.size() + " keys",
          "write one of " + String.join(", ", cases.keySet()));
      return null;
    }
    var only = entries.entrySet().iterator().next();
    Object value = chosen(cases, only.getKey(), only.getValue().getKeyNode(),
        only.getValue().getValueNode(), path);
    return value == null ? null : made.apply(new Chosen(only.getKey(), value));
  }

  private @Nullable Object chosen(Map<String, Shape.RecordOf> cases, String name, Node nameNode,
      @Nullable Node value, String path) {
    Shape.RecordOf chosen = cases.get(name);
    if (chosen == null) {
      String written = nameNode instanceof ScalarNode scalar ? scalar.getValue() : name;
      report.problem(nameNode, path, "\"" + written + "\" is not one of its choices",
          Nearest.advice(name, cases.keySet()));
      return null;
    }
    String casePath = value == null ? path : ConfigReport.child(path, name);
    report.place(casePath, nameNode);
    Object inner = chosen.wrapped()
        .map(wrapped -> one(wrapped, nameNode, value, casePath))
        .orElse(null);
    if (chosen.wrapped().isPresent()) {
      return inner == null ? null : construct(chosen, List.of(inner), true, casePath);
    }
    return one(chosen, nameNode, value, casePath);
  }

  /// A record as a mapping, as nothing, or as its first component alone.
  private @Nullable Object one(Shape.RecordOf shape, Node nameNode, @Nullable Node value,
      String path) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    if (value instanceof MappingNode) {
      return bind(shape, value, path);
    }
    if (value != null && !YamlTree.isNothing(value)) {
      if (shape.fields().isEmpty()) {
        report.problem(value, path, "takes nothing, not " + YamlTree.kind(value), "");
        return null;
      }
      entries.put(shape.fields().getFirst().key(), new NodeTuple(nameNode, value));
    }
    return record(shape, entries, path);
  }

  private @Nullable Map<String, NodeTuple> mapping(Node node, String path, List<Field> fields) {
    if (YamlTree.isNothing(node)) {
      return new LinkedHashMap<>();
    }
    if (node instanceof MappingNode mapping) {
      return YamlTree.entries(mapping, path, report);
    }
    String keys = String.join(", ", fields.stream().map(Field::key).toList());
    report.problem(node, path, "takes a mapping, not " + YamlTree.kind(node),
        keys.isEmpty() ? "write `name: …` lines below it" : "its keys are " + keys);
    return null;
  }

  private @Nullable Object text(Shape.Text shape, Node node, String path) {
    if (YamlTree.isNothing(node) || !(node instanceof ScalarNode scalar)) {
      report.problem(node, path, "takes " + shape.what() + ", not " + YamlTree.kind(node),
          YamlTree.isNothing(node) ? "write a value, or leave the key out" : shape.advice());
      return null;
    }
    String text = expanded(scalar, path);
    if (text == null) {
      return null;
    }
    try {
      return shape.reader().read(text);
    } catch (IllegalArgumentException e) {
      // What is shown is what the file says, not what a variable holds; and never a credential.
      boolean shown = !shape.secret() && scalar.getValue().indexOf('@') < 0;
      String written = shown ? "\"" + shortened(scalar.getValue()) + "\" " : "";
      String what = e instanceof NumberFormatException || e.getMessage() == null
          || e.getMessage().isEmpty() ? "is not " + shape.what() : e.getMessage();
      report.problem(node, path, written + what,
          shape.words().isEmpty() ? shape.advice() : Nearest.advice(text, shape.words()));
      return null;
    }
  }

  private @Nullable String expanded(ScalarNode scalar, String path) {
    try {
      return expansion.expand(scalar.getValue());
    } catch (IllegalArgumentException e) {
      report.problem(scalar, path, String.valueOf(e.getMessage()),
          "set it, give a default with ${NAME:-default}, or leave the entry out with when: \"${NAME:-}\"");
      return null;
    }
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
