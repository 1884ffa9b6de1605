package dev.prism.scanners;

import java.util.List;

/// Characters that nobody sees, where writing has no use for them.
class InvisibleCharScannerTest extends ScannerContract {
  @Override
  String name() {
    return "invisible_char";
  }

  @Override
  List<String> finds() {
    return List.of("hello\u200B\u200Bworld", "a\u202Eb\u202C is reversed",
        "pay\u0440al is no word");
  }

  @Override
  List<String> passes() {
    return List.of("plain text", "emoji 👩‍👩‍👧 and flags 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم");
  }
}
