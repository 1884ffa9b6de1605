package dev.prism.scanners.corpus;

import dev.prism.scanners.Finding;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.RegexScanner;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import dev.prism.scanners.TopicRestrictionScanner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts one labelled text in front of the scanner that it is for, set up as the corpus means it.
final class Bench {
  private static final Set<String> MODEL_TYPES = Set.of("attack_wording", "injection_wording",
      "suspicious_host", "topic");

  private final ScannerCatalog catalog = ScannerCatalog.load();
  private final Map<String, RailEngine> engines = new HashMap<>();

  boolean knows(String scanner) {
    return catalog.names().contains(scanner);
  }

  /// The largest score of any finding, 0 for none.
  double score(String scanner, CorpusItem item) {
    return largest(report(scanner, item), Set.of());
  }

  /// The largest score of a finding that no model made.
  double ruleScore(String scanner, CorpusItem item) {
    return largest(report(scanner, item), MODEL_TYPES);
  }

  private static double largest(RailReport report, Set<String> without) {
    return report.findings()
        .stream()
        .filter(finding -> !without.contains(finding.type()))
        .mapToDouble(Finding::score)
        .max()
        .orElse(0);
  }

  private RailReport report(String scanner, CorpusItem item) {
    return switch (scanner) {
      case "topic_restriction" -> check(topic(item.get("task")), item.text(), ScanText.NOTHING);
      case "regex" -> regex(item);
      case "groundedness" -> check(plain(scanner), item.get("response"), new ScanText(
          List.of(new Segment(item.get("context"), Segment.Kind.RETRIEVED, "")), true));
      default -> item.get("scope").equals("indirect")
          ? retrieved(plain(scanner), item.text())
          : check(plain(scanner), item.text(), ScanText.NOTHING);
    };
  }

  /// An instruction planted in retrieved data stands in what a tool or a search gave.
  private static RailReport retrieved(RailEngine engine, String text) {
    return engine.check(Stage.OUTPUT, ScanText.of(text, Segment.Kind.RETRIEVED),
        ScanContext.of("bench"));
  }

  private static RailReport check(RailEngine engine, String text, ScanText asked) {
    return engine.check(Stage.OUTPUT, ScanText.of(text, Segment.Kind.USER),
        ScanContext.of("bench").replyTo(asked));
  }

  private RailEngine plain(String scanner) {
    return engines.computeIfAbsent(scanner, name -> engine(name, null));
  }

  /// A rule that the engine refuses finds nothing; neither does a pattern that comes without a text.
  private RailReport regex(CorpusItem item) {
    if (item.get("note").startsWith("pattern only")) {
      return RailReport.NOTHING;
    }
    RailEngine engine;
    try {
      engine = engine("regex",
          new RegexScanner.Settings(List.of(RegexScanner.Rule.of("rule", item.get("pattern")))));
    } catch (IllegalArgumentException refused) {
      return RailReport.NOTHING;
    }
    return check(engine, item.text(), ScanText.NOTHING);
  }

  private RailEngine topic(String task) {
    return engines.computeIfAbsent("topic " + task, _ -> {
      List<String> allow = task.equals("allowlist:banking") ? List.of("banking") : null;
      List<String> deny = task.equals("toxicity")
          ? List.of("toxicity")
          : allow == null ? List.of("unsafe") : null;
      return engine("topic_restriction",
          new TopicRestrictionScanner.Settings(allow, deny, null, null, null));
    });
  }

  private RailEngine engine(String scanner, @Nullable Record settings) {
    Map<String, Record> given = settings == null ? Map.of() : Map.of(scanner, settings);
    return RailEngine.compile(catalog, List.of(new Rail("bench", Stage.OUTPUT, List.of(scanner),
        null, Rail.Action.FLAG, null, null, null, null, null, null, given)));
  }
}
