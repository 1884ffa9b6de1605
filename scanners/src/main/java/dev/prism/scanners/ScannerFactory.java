package dev.prism.scanners;

import dev.prism.scanners.text.Vocabulary;

/// Makes scanners of one kind, found by `ServiceLoader`.
///
/// @param <S> the settings: a record whose components are all optional (null means the default)
public interface ScannerFactory<S extends Record> {
  /// The name in configuration.
  String name();

  Class<S> settings();

  /// Makes a scanner. It registers its keywords and models in the vocabulary, so that one pass over a
  /// text serves all scanners.
  ///
  /// @throws IllegalArgumentException when the settings cannot be used, saying which and why
  Scanner create(S settings, Vocabulary vocabulary);
}
