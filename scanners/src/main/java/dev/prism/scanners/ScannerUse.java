package dev.prism.scanners;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A scanner in a rail, as a user writes it: its bare name, or its name with its settings.
///
/// @param scanner  its name
/// @param settings of its factory's settings type; null for all defaults
public record ScannerUse(String scanner, @Nullable Record settings) {
  public ScannerUse {
    Objects.requireNonNull(scanner);
  }
}
