package dev.prism.routing;

import dev.prism.exchange.Kebab;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where two tables differ. Parts that are equal are not looked into.
public final class Differences {
  private final List<Difference> found = new ArrayList<>();

  private Differences() {}

  /// From the first table to the second, in the order of their parts.
  public static List<Difference> between(TableState before, TableState after) {
    Differences differences = new Differences();
    differences.compare("", TableState.class, before, after);
    return List.copyOf(differences.found);
  }

  private void compare(String path, Type declared, @Nullable Object before,
      @Nullable Object after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof Record was && after instanceof Record is
        && was.getClass() == is.getClass()) {
      String inside = declared instanceof Class<?> type && type.isSealed()
          ? child(path, Kebab.of(was.getClass().getSimpleName()))
          : path;
      for (RecordParts.Part part : RecordParts.of(was.getClass()).parts()) {
        compare(child(inside, part.key()), part.type(), part.of(was), part.of(is));
      }
      return;
    }
    Map<?, ?> was = named(before);
    Map<?, ?> is = named(after);
    if (was == null || is == null) {
      found.add(new Difference(path, plain(before, declared), plain(after, declared)));
      return;
    }
    Type element = PlainForm.argument(declared, before instanceof Map ? 1 : 0);
    Set<Object> keys = new LinkedHashSet<>(was.keySet());
    keys.addAll(is.keySet());
    for (Object key : keys) {
      compare(child(path, key.toString()), element, was.get(key), is.get(key));
    }
  }

  private static @Nullable Object plain(@Nullable Object value, Type declared) {
    return value == null ? null : PlainForm.write(value, declared);
  }

  /// The value as parts with names, null if it has none: a map, or a list of flips.
  private static @Nullable Map<?, ?> named(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    if (!(value instanceof List<?> list)) {
      return null;
    }
    Map<Object, Object> byId = new LinkedHashMap<>();
    for (Object each : list) {
      if (!(each instanceof Flip flip)) {
        return null;
      }
      byId.put(flip.id(), flip);
    }
    return byId;
  }

  private static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
