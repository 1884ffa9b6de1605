package dev.prism.incident.notify;

import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/// The notifiers that this installation has, by name.
public final class NotifierCatalog {
  private final Map<String, NotifierFactory<?>> factories = new TreeMap<>();

  private NotifierCatalog() {}

  /// @throws IllegalStateException when two have the same name
  public static NotifierCatalog load() {
    NotifierCatalog catalog = new NotifierCatalog();
    for (NotifierFactory<?> factory : ServiceLoader.load(NotifierFactory.class,
        NotifierCatalog.class.getClassLoader())) {
      if (catalog.factories.put(factory.name(), factory) != null) {
        throw new IllegalStateException("two notifiers are called " + factory.name());
      }
    }
    return catalog;
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(factories.keySet());
  }

  /// @throws IllegalArgumentException when there is no such notifier
  public Class<? extends Record> settings(String name) {
    return factory(name).settings();
  }

  /// @throws IllegalArgumentException when it cannot be made, saying why
  public Notifier create(NotifierUse use) {
    return create(factory(use.notifier()), use.settings());
  }

  private static <S extends Record> Notifier create(NotifierFactory<S> factory, Record settings) {
    return factory.create(factory.settings().cast(settings));
  }

  private NotifierFactory<?> factory(String name) {
    NotifierFactory<?> factory = factories.get(name);
    if (factory == null) {
      throw new IllegalArgumentException(
          "no notifier is called " + name + "; there are " + String.join(", ", names()));
    }
    return factory;
  }
}
