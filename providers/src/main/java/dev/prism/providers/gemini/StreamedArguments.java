package dev.prism.providers.gemini;

import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arguments of a call that come in pieces, each with the path of the value that it belongs to
/// (`$.recipe.steps[0]`). Pieces of a text are joined; any other value comes whole. Paths that cannot be
/// read, or that go deeper or further than any schema does, are left out.
final class StreamedArguments {
  private static final int DEEPEST = 32;
  private static final int LONGEST = 4096;

  /// A value that is no text, as its JSON.
  private record Raw(String json) {
    static final Raw NULL = new Raw("null");
  }

  private record Text(StringBuilder pieces) {}

  private final String name;
  private final int index;
  private final Map<String, Object> root = new LinkedHashMap<>();

  StreamedArguments(String name, int index) {
    this.name = name;
    this.index = index;
  }

  /// Of the tool.
  String name() {
    return name;
  }

  /// Of the call.
  int index() {
    return index;
  }

  void read(List<JsonFields> pieces) {
    for (JsonFields piece : pieces) {
      List<Object> path = path(piece.text("jsonPath"));
      Object value = value(piece);
      if (!path.isEmpty() && value != null) {
        put(path, value);
      }
    }
  }

  /// A text as a String, any other value [Raw]; null where there is none.
  private static @Nullable Object value(JsonFields piece) {
    String number = piece.raw("numberValue", '0');
    Boolean truth = piece.bool("boolValue");
    if (piece.kind("stringValue") == '"') {
      return piece.text("stringValue");
    }
    if (number != null) {
      return new Raw(number);
    }
    return truth != null ? new Raw(truth.toString()) : piece.has("nullValue") ? Raw.NULL : null;
  }

  /// The names and places of a path, outermost first; empty when it cannot be read.
  private static List<Object> path(String text) {
    List<Object> steps = new ArrayList<>();
    int at = text.startsWith("$") ? 1 : 0;
    while (at < text.length()) {
      boolean bracket = text.charAt(at) == '[';
      int from = at + (bracket || text.charAt(at) == '.' ? 1 : 0);
      int to = bracket ? text.indexOf(']', from) : from;
      while (!bracket && to < text.length() && ".[".indexOf(text.charAt(to)) < 0) {
        to++;
      }
      if (to <= from || steps.size() >= DEEPEST) {
        return List.of();
      }
      steps.add(bracket ? step(text.substring(from, to)) : text.substring(from, to));
      at = to + (bracket ? 1 : 0);
    }
    return steps;
  }

  /// What stands in brackets: a place, or a name in quotes.
  private static Object step(String text) {
    boolean quoted = text.length() > 1 && "'\"".indexOf(text.charAt(0)) >= 0;
    if (quoted) {
      return text.substring(1, text.length() - 1);
    }
    boolean place = text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return place ? (Object) Integer.valueOf(text) : text;
  }

  private void put(List<Object> path, Object value) {
    Object at = root;
    for (int i = 0; i + 1 < path.size() && at != null; i++) {
      Object fresh = path.get(i + 1) instanceof Integer ? new ArrayList<>() : new LinkedHashMap<>();
      at = child(at, path.get(i), fresh);
    }
    if (at == null) {
      return;
    }
    Object fresh = value instanceof String ? new Text(new StringBuilder()) : value;
    if (child(at, path.getLast(), fresh) instanceof Text text && value instanceof String more) {
      text.pieces.append(more);
    }
  }

  /// What stands at a step, `fresh` where nothing did; null where the step does not fit.
  @SuppressWarnings("unchecked")
  private static @Nullable Object child(Object at, Object step, Object fresh) {
    if (at instanceof Map<?, ?> && step instanceof String name) {
      return ((Map<String, Object>) at).computeIfAbsent(name, _ -> fresh);
    }
    if (at instanceof List<?> && step instanceof Integer place && place < LONGEST) {
      List<Object> list = (List<Object>) at;
      while (list.size() < place) {
        list.add(Raw.NULL);
      }
      if (list.size() == place) {
        list.add(fresh);
      }
      return list.get(place);
    }
    return null;
  }

  /// All of them as a JSON object.
  String json() {
    JsonWriter out = new JsonWriter(new StringBuilder(256));
    write(root, out);
    return out.toString();
  }

  private static void write(Object value, JsonWriter out) {
    switch (value) {
      case Map<?, ?> members -> {
        out.object();
        members.forEach((name, member) -> write(member, out.name((String) name)));
        out.endObject();
      }
      case List<?> elements -> {
        out.array();
        elements.forEach(element -> write(element, out));
        out.endArray();
      }
      case Raw raw -> out.raw(raw.json());
      case Text text -> out.text(text.pieces().toString());
      default -> throw new IllegalStateException("no JSON value: " + value.getClass());
    }
  }
}
