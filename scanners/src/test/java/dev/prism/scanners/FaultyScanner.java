package dev.prism.scanners;

import dev.prism.scanners.text.Vocabulary;

/// A scanner that breaks, to see what rails do then.
public final class FaultyScanner implements Scanner {
  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    throw new IllegalStateException("broken");
  }

  /// There is nothing to set.
  public record Settings() {}

  /// Makes [FaultyScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new FaultyScanner();
    }
  }
}
