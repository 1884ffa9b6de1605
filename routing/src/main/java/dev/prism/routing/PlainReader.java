package dev.prism.routing;

import dev.prism.exchange.Kebab;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads [PlainForm] into records. A message begins with the path of what it is about.
final class PlainReader {
  /// What a record's public constants hold, by name, looked up once.
  private static final ClassValue<Map<String, Object>> CONSTANTS = new ClassValue<>() {
    @Override
    protected Map<String, Object> computeValue(Class<?> type) {
      Map<String, Object> values = new HashMap<>();
      for (Field field : type.getFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          try {
            field.setAccessible(true);
            values.put(field.getName(), field.get(null));
          } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
          }
        }
      }
      return values;
    }
  };

  Object read(Type type, @Nullable Object tree, String path) {
    if (tree == null) {
      throw problem(path, "is missing");
    }
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(generic.getActualTypeArguments()[0], tree, path)
          : map(generic.getActualTypeArguments()[1], tree, path);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isSealed()) {
      return choice(plain, tree, path);
    }
    if (plain == ParameterValue.class && !(tree instanceof Map)) {
      return ParameterValue.parse(String.valueOf(tree));
    }
    return plain.isRecord() ? record(plain, entries(tree, path), path) : scalar(plain, tree, path);
  }

  private Object record(Class<?> type, Map<String, Object> entries, String path) {
    Map<String, Object> left = new LinkedHashMap<>();
    entries.forEach((key, value) -> left.put(key.replace('_', '-'), value));
    RecordParts record = RecordParts.of(type);
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordParts.Part part : record.parts()) {
      Object tree = left.remove(part.key());
      String partPath = child(path, part.key());
      values.add(tree == null ? absent(type, part, partPath) : read(part.type(), tree, partPath));
    }
    if (!left.isEmpty()) {
      throw problem(child(path, left.keySet().iterator().next()), "is not a key here");
    }
    try {
      return record.make(values);
    } catch (IllegalArgumentException refused) {
      throw path.isEmpty()
          ? refused
          : new IllegalArgumentException(path + ": " + refused.getMessage(), refused);
    }
  }

  private @Nullable Object absent(Class<?> type, RecordParts.Part part, String path) {
    Object own = constant(type, "DEFAULT_" + Kebab.constant(part.name()));
    if (own != null) {
      return own;
    }
    Object whole = constant(type, "DEFAULT");
    if (type.isInstance(whole)) {
      return part.of(whole);
    }
    if (part.nullable()) {
      return null;
    }
    Class<?> kind = part.type() instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) part.type();
    if (kind == boolean.class) {
      return false;
    }
    if (kind == List.class) {
      return List.of();
    }
    if (kind == Map.class) {
      return Map.of();
    }
    if (kind.isRecord() && isOptional(kind)) {
      return record(kind, Map.of(), path);
    }
    throw problem(path, "is missing");
  }

  /// Whether a record may be left out whole.
  private boolean isOptional(Class<?> type) {
    try {
      record(type, Map.of(), "");
      return true;
    } catch (IllegalArgumentException _) {
      // Its constructor wants one of its keys, whichever; so someone has to write it.
      return false;
    }
  }

  private static @Nullable Object constant(Class<?> type, String name) {
    return CONSTANTS.get(type).get(name);
  }

  private Object choice(Class<?> type, Object tree, String path) {
    Map<String, Class<?>> cases = new LinkedHashMap<>();
    for (Class<?> each : type.getPermittedSubclasses()) {
      cases.put(Kebab.of(each.getSimpleName()), each);
    }
    Map<String, Object> written = tree instanceof String word
        ? Map.of(word, Map.of())
        : entries(tree, path);
    String word = written.size() == 1 ? written.keySet().iterator().next() : "";
    Class<?> chosen = cases.get(word.replace('_', '-'));
    if (chosen == null) {
      throw problem(path, "must be one of " + String.join(", ", cases.keySet()));
    }
    Object value = written.get(word);
    if (value instanceof Map) {
      return record(chosen, entries(value, child(path, word)), child(path, word));
    }
    List<RecordParts.Part> parts = RecordParts.of(chosen).parts();
    if (parts.isEmpty() || value == null) {
      throw problem(child(path, word), "takes " + (parts.isEmpty() ? "nothing" : "something"));
    }
    return record(chosen, Map.of(parts.getFirst().key(), value), child(path, word));
  }

  private List<Object> list(Type element, Object tree, String path) {
    if (!(tree instanceof List<?> list)) {
      throw problem(path, "must be a list");
    }
    List<Object> values = new ArrayList<>();
    for (Object each : list) {
      values.add(read(element, each, path + "[" + values.size() + "]"));
    }
    return values;
  }

  private Map<String, Object> map(Type value, Object tree, String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    entries(tree, path)
        .forEach((key, each) -> values.put(key, read(value, each, child(path, key))));
    return values;
  }

  private static Map<String, Object> entries(Object tree, String path) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw problem(path, "must be an object");
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    map.forEach((key, value) -> entries.put(String.valueOf(key), value));
    return entries;
  }

  private static Object scalar(Class<?> type, Object tree, String path) {
    Object value = switch (tree) {
      case String text when type == String.class -> text;
      case String text when type == Duration.class -> Spans.parse(text);
      case String text when type.isEnum() -> word(type, text);
      case Boolean flag when type == boolean.class || type == Boolean.class -> flag;
      case Number number when type == double.class || type == Double.class -> number.doubleValue();
      case Number number when type == long.class || type == Long.class -> whole(number);
      case Number number when type == int.class || type == Integer.class -> narrowed(number);
      default -> null;
    };
    if (value == null) {
      throw problem(path, "is not " + what(type));
    }
    return value;
  }

  private static @Nullable Object word(Class<?> type, String text) {
    String wanted = text.replace('_', '-');
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> Kebab.of(((Enum<?>) each).name()).equalsIgnoreCase(wanted))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Long whole(Number number) {
    return number.doubleValue() == number.longValue() ? number.longValue() : null;
  }

  private static @Nullable Integer narrowed(Number number) {
    return number.doubleValue() == number.intValue() ? number.intValue() : null;
  }

  private static String what(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + String.join(", ",
          Arrays.stream(type.getEnumConstants())
              .map(each -> Kebab.of(((Enum<?>) each).name()))
              .toList());
    }
    if (type == Duration.class) {
      return "a span of time such as 250ms, 2s, 5m, 2h or 7d";
    }
    return type == String.class ? "a text" : "a " + Kebab.of(type.getSimpleName());
  }

  private static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static IllegalArgumentException problem(String path, String what) {
    return new IllegalArgumentException(path.isEmpty() ? "it " + what : path + " " + what);
  }
}
