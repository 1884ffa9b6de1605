package dev.prism.providers;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes providers from their settings.
public final class Providers {
  private Providers() {}

  /// Makes the provider `name`, starting what it holds open; the caller closes it.
  ///
  /// @throws IllegalArgumentException with a sentence for the operator, if a setting is missing or wrong
  public static Provider create(String name, ProviderSettings settings) {
    Map<String, ProviderFactory> factories = factories();
    ProviderFactory factory = factories.get(settings.adapter());
    if (factory == null) {
      throw new IllegalArgumentException("provider " + name + ": there is no adapter '"
          + settings.adapter() + "'; there are " + String.join(", ", factories.keySet()));
    }
    try {
      factory.check(settings);
    } catch (IllegalArgumentException problem) {
      throw new IllegalArgumentException("provider " + name + ": " + problem.getMessage(), problem);
    }
    return factory.create(name, settings);
  }

  /// Every adapter that is on the class path, by name.
  public static Map<String, ProviderFactory> factories() {
    Map<String, ProviderFactory> factories = new TreeMap<>();
    for (ProviderFactory factory : ServiceLoader.load(ProviderFactory.class,
        Providers.class.getClassLoader())) {
      @Nullable
      ProviderFactory other = factories.putIfAbsent(factory.adapter(), factory);
      if (other != null) {
        throw new IllegalStateException("two adapters are named " + factory.adapter());
      }
    }
    return factories;
  }
}
