package dev.prism.scanners;

import java.util.List;

/// Replies that retrieved text does not support.
class GroundednessScannerTest extends ScannerContract {
  @Override
  String name() {
    return "groundedness";
  }

  @Override
  List<String> finds() {
    return List.of("The refund takes 45 days and costs 99 euros, says Dr. Miller of Springfield.");
  }

  @Override
  List<String> passes() {
    return List.of("A refund takes five days and is free of charge.");
  }

  @Override
  ScanContext context() {
    return ScanContext.of("acme")
        .replyTo(ScanText.of("A refund takes five days and is free of charge for every customer.",
            Segment.Kind.RETRIEVED));
  }

  @Override
  Segment segment(String text) {
    return new Segment(text, Segment.Kind.ASSISTANT, "");
  }
}
