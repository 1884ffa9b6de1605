package dev.prism.incident.notify;

/// Makes notifiers of one kind, found by `ServiceLoader`.
///
/// @param <S> the settings
public interface NotifierFactory<S extends Record> {
  /// The name in configuration.
  String name();

  Class<S> settings();

  /// @throws IllegalArgumentException when the settings cannot be used, saying which and why
  Notifier create(S settings);
}
