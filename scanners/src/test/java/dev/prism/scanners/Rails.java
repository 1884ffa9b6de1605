package dev.prism.scanners;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rails for tests.
final class Rails {
  static final ScannerCatalog CATALOG = ScannerCatalog.load();

  private Rails() {}

  static RailEngine strict(String... scanners) {
    return engine(Rail.Action.BLOCK, Aggregation.ANY, true, scanners);
  }

  static RailEngine engine(Rail.Action action, Aggregation aggregation, boolean strict,
      String... scanners) {
    return RailEngine.compile(CATALOG,
        List.of(new Rail("test", Stage.OUTPUT, List.of(scanners), aggregation, action, null, null,
            null, strict ? Finding.FLAG : Finding.BLOCK, null, null, null)));
  }

  static RailEngine with(String scanner, @Nullable Record settings) {
    return RailEngine.compile(CATALOG,
        List.of(new Rail("test", Stage.OUTPUT, List.of(scanner), null, null, null, null, null,
            Finding.FLAG, null, null, settings == null ? null : Map.of(scanner, settings))));
  }

  static RailReport check(RailEngine engine, String text) {
    return engine.check(Stage.OUTPUT, ScanText.of(text, Segment.Kind.USER), ScanContext.of("acme"));
  }

  static boolean finds(String scanner, String text) {
    return !check(strict(scanner), text).findings().isEmpty();
  }
}
