package dev.prism.scanners;

import java.util.List;

/// Text in a language that is not allowed.
class LanguageScannerTest extends ScannerContract {
  @Override
  String name() {
    return "language";
  }

  @Override
  List<String> finds() {
    return List.of("Это предложение написано на русском языке и довольно длинное",
        "この文章は日本語で書かれていて、とても長いです");
  }

  @Override
  List<String> passes() {
    return List.of("This is a sentence in plain English that goes on for a while",
        "Dies ist ein deutscher Satz, der eine Weile weitergeht", "ok");
  }
}
