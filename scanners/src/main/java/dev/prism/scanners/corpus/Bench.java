package dev.prism.scanners.corpus;

import dev.prism.scanners.Finding;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts one labelled text in front of the scanner that it is for, set up as the corpus means it.
final class Bench {
  private final ScannerCatalog catalog = ScannerCatalog.load();
  private final Map<String, RailEngine> engines = new HashMap<>();

  boolean knows(String scanner) {
    return catalog.names().contains(scanner);
  }

  /// The largest score of any finding, 0 for none.
  double score(String scanner, CorpusItem item) {
    RailEngine engine = engines.computeIfAbsent(scanner, name -> engine(name, null));
    RailReport report = engine.check(Stage.OUTPUT, ScanText.of(item.text(), Segment.Kind.USER),
        ScanContext.of("bench"));
    return report.findings().stream().mapToDouble(Finding::score).max().orElse(0);
  }

  private RailEngine engine(String scanner, @Nullable Record settings) {
    Map<String, Record> given = settings == null ? Map.of() : Map.of(scanner, settings);
    return RailEngine.compile(catalog, List.of(new Rail("bench", Stage.OUTPUT, List.of(scanner),
        null, Rail.Action.FLAG, null, null, null, null, null, null, given)));
  }
}
