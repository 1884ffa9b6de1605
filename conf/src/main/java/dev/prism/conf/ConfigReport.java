package dev.prism.conf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// What was found while one file was read: where each path is written, and all that is wrong.
final class ConfigReport {
  private final String file;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Set<String>> names = new HashMap<>();
  private final Map<String, Object> bound = new LinkedHashMap<>();
  private final Set<String> faulty = new HashSet<>();
  private final Set<String> leftOut = new HashSet<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  ConfigReport(String file) {
    this.file = file;
  }

  /// The path of a key under another; a key that holds a dot is quoted.
  static String child(String path, String key) {
    String part = key.indexOf('.') >= 0 ? '"' + key + '"' : key;
    return path.isEmpty() ? part : path + "." + part;
  }

  void place(String path, Node node) {
    places.put(path, placeOf(node));
  }

  /// Notes a name that can be meant elsewhere.
  void name(String parent, String key) {
    names.computeIfAbsent(parent, _ -> new TreeSet<>()).add(key);
  }

  /// Notes a record that was read, so that it can be checked even if what holds it was refused.
  void bound(String path, Object value, boolean faultless) {
    bound.put(path, value);
    if (!faultless) {
      faulty.add(path);
    }
  }

  /// Whether a default stands in the record for something that could not be read.
  boolean isFaulty(String path) {
    return faulty.contains(path);
  }

  /// Visits every record of a type that was read, with its path.
  <T> void each(Class<T> type, BiConsumer<String, T> visit) {
    bound.forEach((path, value) -> {
      if (type.isInstance(value)) {
        visit.accept(path, type.cast(value));
      }
    });
  }

  void leaveOut(String path) {
    leftOut.add(path);
  }

  boolean isWritten(String path) {
    return places.containsKey(path);
  }

  /// Whether the entry is there but its `when` says no.
  boolean isLeftOut(String path) {
    return leftOut.contains(path);
  }

  /// The names right below a path that are not left out, in alphabetical order.
  Set<String> below(String path) {
    return names.getOrDefault(path, Set.of());
  }

  /// The path of the component that a constructor's message starts with, if it is written; else the
  /// record's.
  String blamed(String path, List<Shape.Field> fields, String message) {
    for (Shape.Field field : fields) {
      String fieldPath = child(path, field.key());
      if (isWritten(fieldPath) && (message.startsWith(field.key() + " ")
          || message.startsWith(field.component() + " "))) {
        return fieldPath;
      }
    }
    return path;
  }

  /// A problem at a path, or at the nearest of its parents that is written.
  void problem(String path, String what, String advice) {
    String at = path;
    while (!places.containsKey(at) && at.indexOf('.') >= 0) {
      at = at.substring(0, at.lastIndexOf('.'));
    }
    add(places.getOrDefault(at, Place.WHOLE_FILE), path, what, advice);
  }

  void problem(Node node, String path, String what, String advice) {
    add(placeOf(node), path, what, advice);
  }

  void problem(int line, int column, String what, String advice) {
    add(new Place(line, column), "", what, advice);
  }

  /// How many problems there are so far.
  int count() {
    return problems.size();
  }

  int line(Node node) {
    return placeOf(node).line();
  }

  /// All problems in the order of the file.
  List<ConfigProblem> problems() {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column))
        .toList();
  }

  private void add(Place place, String path, String what, String advice) {
    problems.add(new ConfigProblem(file, place.line(), place.column(), path, what, advice));
  }

  private static Place placeOf(Node node) {
    return node.getStartMark()
        .map((Mark mark) -> new Place(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Place.WHOLE_FILE);
  }

  /// From 1; zeros mean the file as a whole.
  private record Place(int line, int column) {
    static final Place WHOLE_FILE = new Place(0, 0);
  }
}
