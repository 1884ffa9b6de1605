package dev.prism.scanners;

import dev.prism.scanners.text.NgramModel;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.Vocabulary;

/// Finds attempts to override, bypass or extract a model's instructions, and instructions planted in
/// retrieved text.
///
/// Phrase families catch what is said plainly, in a dozen languages and through the usual disguises; a
/// linear model over n-grams catches what is said at length. The families decide with a fixed score, the
/// model where its cross-validated thresholds lie.
public final class JailbreakScanner implements InlineScanner {
  private final Phrases phrases;
  private final int model;

  JailbreakScanner(Vocabulary vocabulary) {
    phrases = Phrases.read("jailbreak-phrases.txt", Vocabulary.Edge.WORD, vocabulary);
    model = vocabulary.model(Models.load("jailbreak"));
  }

  @Override
  public String name() {
    return "jailbreak";
  }

  @Override
  public boolean findsSpans() {
    return false;
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    Scan scan = subject.scan();
    for (int v = 0; v < scan.views(); v++) {
      phrases.find(scan.view(v), findings);
    }
    PlantedTask.find(subject.segment(), findings);
    String text = subject.segment().text();
    if (AdversarialSuffix.in(text)) {
      findings.add("adversarial_suffix", text.length() / 3, text.length(), 0.82);
    }
    NgramModel judge = scan.model(model);
    double score = judge.score(scan.margin(model));
    if (score >= Finding.FLAG) {
      findings.add(scan.written(), "attack_wording", scan.windowStart(model), scan.windowEnd(model),
          score);
    }
  }

  /// There is nothing to set: a rail chooses between its two thresholds.
  public record Settings() {}

  /// Makes [JailbreakScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "jailbreak";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new JailbreakScanner(vocabulary);
    }
  }
}
