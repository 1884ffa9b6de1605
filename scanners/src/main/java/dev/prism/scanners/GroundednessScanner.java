package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.Vocabulary;

/// Asks whether a reply is supported by what was retrieved for it: by its numbers, its names and how much
/// of it the retrieved text covers. A quick first look; where it flags, let a judge look again.
///
/// Says nothing where the request holds no retrieved text.
public final class GroundednessScanner implements InlineScanner {
  private static final GroundModel MODEL = GroundModel.read("models/groundedness.model");
  private static final int MOST_CONTEXT = 40_000;

  GroundednessScanner() {}

  @Override
  public String name() {
    return "groundedness";
  }

  @Override
  public boolean findsSpans() {
    return false;
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    StringBuilder context = new StringBuilder();
    for (Segment segment : subject.context().request().segments()) {
      if (segment.kind().isRetrieved() && context.length() < MOST_CONTEXT) {
        context.append(segment.text()).append('\n');
      }
    }
    String response = subject.segment().text();
    if (context.isEmpty() || response.length() < 4) {
      return;
    }
    double[] features = GroundFeatures.of(response, context.toString());
    for (int[] number : GroundFeatures.unsupportedNumbers(response,
        Folding.of(context.toString()))) {
      if (features[1] >= 0.6) {
        findings.add("unsupported_number", number[0], number[1], 0.85);
      }
    }
    for (int[] name : GroundFeatures.nameSpans(response)) {
      String folded = Folding.of(response.substring(name[0], name[1]));
      if (features[1] >= 0.75 && Folding.of(context.toString()).indexOf(folded) < 0) {
        findings.add("unsupported_name", name[0], name[1], 0.7);
      }
    }
    double score = MODEL.score(MODEL.margin(features));
    if (score >= Finding.FLAG) {
      findings.add("unsupported", 0, response.length(), score);
    }
  }

  /// There is nothing to set: a rail chooses between its two thresholds.
  public record Settings() {}

  /// Makes [GroundednessScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "groundedness";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new GroundednessScanner();
    }
  }
}
