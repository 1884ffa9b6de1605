package dev.prism.providers;

/// Makes the providers of one adapter. Found by `ServiceLoader`; has no state.
public interface ProviderFactory {
  /// The value of `adapter:` in the configuration, lower case.
  String adapter();

  /// Checks the settings as far as that is possible without starting anything.
  ///
  /// @throws IllegalArgumentException with a sentence that begins with the key that is missing or wrong
  default void check(ProviderSettings settings) {}

  /// Makes a provider of settings that [#check] has let through, starting what it holds open.
  ///
  /// @param name its name in the configuration
  /// @throws IllegalArgumentException with a sentence for the operator, if a setting is missing or wrong
  Provider create(String name, ProviderSettings settings);
}
