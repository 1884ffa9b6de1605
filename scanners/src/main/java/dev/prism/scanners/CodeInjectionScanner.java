package dev.prism.scanners;

import dev.prism.scanners.text.NgramModel;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.Vocabulary;

/// Finds payloads for the programs behind a model: SQL, shell, path, template, XML, LDAP and script
/// injection.
///
/// SQL and shell as such are what people ask models about; what is looked for is the pieces that only an
/// attack is made of, and a linear model tells payloads from honest code. What a whole fenced block of
/// Markdown shows is content: rules do not count inside it, but around it they do, and so does the model
/// everywhere.
public final class CodeInjectionScanner implements InlineScanner {
  private final Phrases phrases;
  private final int model;

  CodeInjectionScanner(Vocabulary vocabulary) {
    phrases = Phrases.read("injection-phrases.txt", Vocabulary.Edge.ANY, vocabulary);
    model = vocabulary.model(Models.load("code_injection"));
  }

  @Override
  public String name() {
    return "code_injection";
  }

  @Override
  public boolean findsSpans() {
    return false;
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    Scan scan = subject.scan();
    Fences fences = Fences.of(subject.segment().text());
    for (int v = 0; v < scan.views(); v++) {
      phrases.find(scan.view(v), findings, fences::covers);
    }
    NgramModel judge = scan.model(model);
    double score = judge.score(scan.margin(model));
    if (score >= Finding.FLAG) {
      findings.add(scan.written(), "injection_wording", scan.windowStart(model),
          scan.windowEnd(model), score);
    }
  }

  /// There is nothing to set: a rail chooses between its two thresholds.
  public record Settings() {}

  /// Makes [CodeInjectionScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "code_injection";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new CodeInjectionScanner(vocabulary);
    }
  }
}
