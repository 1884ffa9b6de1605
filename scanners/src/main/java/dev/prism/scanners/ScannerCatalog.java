package dev.prism.scanners;

import dev.prism.scanners.text.Vocabulary;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The scanners that this installation has, by name.
public final class ScannerCatalog {
  private final Map<String, ScannerFactory<?>> factories = new TreeMap<>();

  private ScannerCatalog() {}

  /// All factories that `ServiceLoader` finds.
  ///
  /// @throws IllegalStateException when two have the same name
  public static ScannerCatalog load() {
    ScannerCatalog catalog = new ScannerCatalog();
    for (ScannerFactory<?> factory : ServiceLoader.load(ScannerFactory.class)) {
      if (catalog.factories.put(factory.name(), factory) != null) {
        throw new IllegalStateException("two scanners are called " + factory.name());
      }
    }
    return catalog;
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(factories.keySet());
  }

  /// The settings record of a scanner, to be filled from configuration.
  ///
  /// @throws IllegalArgumentException when there is no such scanner
  public Class<? extends Record> settings(String name) {
    return factory(name).settings();
  }

  /// Makes a scanner with these settings, or with its defaults.
  Scanner create(String name, @Nullable Record settings, Vocabulary vocabulary) {
    return create(factory(name), settings, vocabulary);
  }

  private static <S extends Record> Scanner create(ScannerFactory<S> factory,
      @Nullable Record settings, Vocabulary vocabulary) {
    S given = settings == null ? defaults(factory.settings()) : factory.settings().cast(settings);
    return factory.create(given, vocabulary);
  }

  private ScannerFactory<?> factory(String name) {
    ScannerFactory<?> factory = factories.get(name);
    if (factory == null) {
      throw new IllegalArgumentException(
          "no scanner is called '" + name + "'; there are " + String.join(", ", names()));
    }
    return factory;
  }

  private static <S> S defaults(Class<S> type) {
    try {
      @SuppressWarnings("unchecked")
      Constructor<S> canonical = (Constructor<S>) type.getDeclaredConstructors()[0];
      return canonical.newInstance(new Object[type.getRecordComponents().length]);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(type + " has no defaults", e);
    }
  }
}
