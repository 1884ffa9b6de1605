package dev.prism.conf;

import dev.prism.exchange.Kebab;
import dev.prism.incident.notify.NotifierCatalog;
import dev.prism.incident.notify.NotifierUse;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.ScannerUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a Java type looks like in YAML. The binder, the JSON Schema and the reference are three walks
/// over the same shapes.
sealed interface Shape {
  /// A scalar.
  ///
  /// @param what   the kind of value, with its article: `a duration`
  /// @param advice how it is written: `write 250ms, 2s, 5m or 2h`
  /// @param words  all that it can be, if it is one of a few words; else empty
  /// @param schema its keywords in JSON Schema
  /// @param secret whether its text must never be shown
  record Text(
      String what,
      String advice,
      List<String> words,
      Map<String, Object> schema,
      boolean secret,
      Reader reader) implements Shape {}

  /// @param distinct whether it becomes a set
  record ListOf(Shape element, boolean distinct) implements Shape {}

  record MapOf(Shape value) implements Shape {}

  record RecordOf(Class<?> type) implements Shape {
    List<Field> fields() {
      return RecordFields.of(type);
    }

    /// The record that this one does nothing but wrap, so that it can be a case of a choice.
    Optional<RecordOf> wrapped() {
      return fields().size() == 1 && fields().getFirst().shape() instanceof RecordOf inner
          ? Optional.of(inner)
          : Optional.empty();
    }
  }

  record ChoiceOf(Class<?> type) implements Shape {
    /// The records to choose from, by key, in the order of the source.
    Map<String, RecordOf> cases() {
      Map<String, RecordOf> cases = new LinkedHashMap<>();
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        cases.put(caseName(permitted), new RecordOf(permitted));
      }
      return cases;
    }

    private static String caseName(Class<?> type) {
      String name = type.getSimpleName();
      String suffix = "Settings";
      return Kebab.of(name.length() > suffix.length() && name.endsWith(suffix)
          ? name.substring(0, name.length() - suffix.length())
          : name);
    }
  }

  /// A part that is found by its name among those that are installed, bare or with its settings: `pii`, or
  /// `{ regex: { rules: […] } }`.
  ///
  /// @param kind     of part: `Scanner`, `Notifier`
  /// @param settings of each one that is installed, by its name
  /// @param made     makes the value
  record UseOf(String kind, Map<String, Class<? extends Record>> settings, Made made)
      implements
        Shape {
    private static final ScannerCatalog SCANNERS = ScannerCatalog.load();
    private static final NotifierCatalog NOTIFIERS = NotifierCatalog.load();

    interface Made {
      Object of(String name, Record settings);
    }

    static UseOf scanner() {
      Map<String, Class<? extends Record>> settings = new LinkedHashMap<>();
      SCANNERS.names().forEach(name -> settings.put(name, SCANNERS.settings(name)));
      return new UseOf("Scanner", settings, ScannerUse::new);
    }

    static UseOf notifier() {
      Map<String, Class<? extends Record>> settings = new LinkedHashMap<>();
      NOTIFIERS.names().forEach(name -> settings.put(name, NOTIFIERS.settings(name)));
      return new UseOf("Notifier", settings, NotifierUse::new);
    }

    Map<String, RecordOf> cases() {
      Map<String, RecordOf> cases = new LinkedHashMap<>();
      settings.forEach((name, type) -> cases.put(name, new RecordOf(type)));
      return cases;
    }
  }

  /// One key of a record.
  record Field(String key, String component, Shape shape, Absence absence) {}

  /// What a key that is not written means.
  sealed interface Absence {
    record Refused() implements Absence {}

    record Value(@Nullable Object value) implements Absence {}
  }

  /// Makes a value of a scalar's text.
  @FunctionalInterface
  interface Reader {
    /// @throws IllegalArgumentException if the text is none; a message, where there is one, says what is
    ///         wrong
    Object read(String text);
  }
}
