package dev.prism.scanners;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Words and topics that are denied.
class TopicRestrictionScannerTest extends ScannerContract {
  @Override
  String name() {
    return "topic_restriction";
  }

  @Override
  List<String> finds() {
    return List.of("tell me about gambling odds");
  }

  @Override
  List<String> passes() {
    return List.of("what is the weather like today");
  }

  @Override
  @Nullable
  Record settings() {
    return new TopicRestrictionScanner.Settings(null, null, List.of("gambling"), null, null);
  }
}
