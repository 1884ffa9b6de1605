package dev.prism.routing;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads [PlainForm] into records. A message begins with the path of what it is about.
final class PlainReader {
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
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Kebab.of(component.getName());
      Object tree = left.remove(key);
      values.add(tree == null
          ? absent(type, component, child(path, key))
          : read(component.getGenericType(), tree, child(path, key)));
    }
    if (!left.isEmpty()) {
      throw problem(child(path, left.keySet().iterator().next()), "is not a key here");
    }
    return construct(type, values, path);
  }

  private @Nullable Object absent(Class<?> type, RecordComponent component, String path) {
    Object own = constant(type, "DEFAULT_" + Kebab.constant(component.getName()));
    if (own != null) {
      return own;
    }
    Object whole = constant(type, "DEFAULT");
    if (whole != null && type.isInstance(whole)) {
      return PlainForm.read(component, whole);
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    Class<?> kind = component.getType();
    if (kind == boolean.class) {
      return false;
    }
    if (kind == List.class) {
      return List.of();
    }
    if (kind == Map.class) {
      return Map.of();
    }
    if (kind.isRecord()) {
      return record(kind, Map.of(), path);
    }
    throw problem(path, "is missing");
  }

  private static @Nullable Object constant(Class<?> type, String name) {
    try {
      var field = type.getField(name);
      field.setAccessible(true);
      return field.get(null);
    } catch (NoSuchFieldException _) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + name + " of " + type, e);
    }
  }

  private static Object construct(Class<?> type, List<@Nullable Object> values, String path) {
    Class<?>[] types = Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getType)
        .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new IllegalArgumentException(
            path.isEmpty() ? refused.getMessage() : path + ": " + refused.getMessage(), refused);
      }
      throw new IllegalStateException("cannot make a " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
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
    if (chosen.getRecordComponents().length == 0) {
      throw problem(child(path, word), "takes nothing");
    }
    String first = Kebab.of(chosen.getRecordComponents()[0].getName());
    Map<String, Object> alone = new LinkedHashMap<>();
    alone.put(first, value);
    return record(chosen, alone, child(path, word));
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
