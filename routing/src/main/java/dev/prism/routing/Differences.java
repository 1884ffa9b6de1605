package dev.prism.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where two tables differ.
public final class Differences {
  private Differences() {}

  /// From the first table to the second, in the order of their parts.
  public static List<Difference> between(TableState before, TableState after) {
    List<Difference> found = new ArrayList<>();
    compare("", PlainForm.write(before), PlainForm.write(after), found);
    return List.copyOf(found);
  }

  private static void compare(String path, @Nullable Object before, @Nullable Object after,
      List<Difference> found) {
    Map<?, ?> was = named(before);
    Map<?, ?> is = named(after);
    if (was == null || is == null) {
      if (!Objects.equals(before, after)) {
        found.add(new Difference(path, before, after));
      }
      return;
    }
    Set<Object> keys = new LinkedHashSet<>(was.keySet());
    keys.addAll(is.keySet());
    for (Object key : keys) {
      compare(path.isEmpty() ? key.toString() : path + "." + key, was.get(key), is.get(key), found);
    }
  }

  /// The value as parts with names, null if it has none: a map, or a list of things that have an id.
  private static @Nullable Map<?, ?> named(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    if (!(value instanceof List<?> list)) {
      return null;
    }
    Map<Object, Object> byId = new LinkedHashMap<>();
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> map) || map.get("id") == null) {
        return null;
      }
      byId.put(map.get("id"), each);
    }
    return byId;
  }
}
