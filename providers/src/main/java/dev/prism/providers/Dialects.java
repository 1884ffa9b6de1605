package dev.prism.providers;

import dev.prism.exchange.Endpoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.ServiceLoader;

/// The dialects that are on the class path, by endpoint.
public final class Dialects {
  private static final Map<Endpoint, Dialect> ALL = load();

  private Dialects() {}

  private static Map<Endpoint, Dialect> load() {
    Map<Endpoint, Dialect> all = new EnumMap<>(Endpoint.class);
    for (Dialect dialect : ServiceLoader.load(Dialect.class, Dialects.class.getClassLoader())) {
      if (all.put(dialect.endpoint(), dialect) != null) {
        throw new IllegalStateException("two dialects are at " + dialect.endpoint().label());
      }
    }
    return all;
  }

  /// The dialect of `endpoint`.
  ///
  /// @throws IllegalArgumentException if no conversation is asked for there
  public static Dialect of(Endpoint endpoint) {
    Dialect dialect = ALL.get(endpoint);
    if (dialect == null) {
      throw new IllegalArgumentException("no dialect of conversations is at " + endpoint.label());
    }
    return dialect;
  }

  /// Whether a conversation is asked for at `endpoint`.
  public static boolean has(Endpoint endpoint) {
    return ALL.containsKey(endpoint);
  }
}
