package dev.prism.scanners;

import dev.prism.scanners.text.LanguageModel;
import dev.prism.scanners.text.LanguageModelFile;
import dev.prism.scanners.text.Vocabulary;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds text in a language that is not allowed. Text that is too short to tell is allowed.
public final class LanguageScanner implements InlineScanner {
  private static final LanguageModel MODEL = LanguageModelFile
      .read(Resources.bytes("models/language.model"));

  private final boolean[] allowed;

  LanguageScanner(Settings settings) {
    Set<String> wanted = Objects.requireNonNull(settings.allow());
    List<String> known = MODEL.languages();
    for (String language : wanted) {
      if (!known.contains(language)) {
        throw new IllegalArgumentException(
            "language '" + language + "' is none of " + String.join(", ", known));
      }
    }
    allowed = new boolean[known.size()];
    for (int l = 0; l < allowed.length; l++) {
      allowed[l] = wanted.contains(known.get(l));
    }
  }

  @Override
  public String name() {
    return "language";
  }

  @Override
  public boolean findsSpans() {
    return false;
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    String text = subject.segment().text();
    double score = MODEL.score(MODEL.margin(text, allowed));
    if (score >= Finding.FLAG) {
      findings.add("language", 0, text.length(), score);
    }
  }

  /// @param allow ISO 639-1 codes; default `en`, `es`, `fr`, `de`
  public record Settings(@Nullable Set<String> allow) {
    public Settings {
      allow = allow == null ? Set.of("en", "es", "fr", "de") : Set.copyOf(allow);
    }
  }

  /// Makes [LanguageScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "language";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new LanguageScanner(settings);
    }
  }
}
