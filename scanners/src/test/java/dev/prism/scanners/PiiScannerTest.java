package dev.prism.scanners;

import java.util.List;

/// Personal data by form, check digit and the words nearby.
class PiiScannerTest extends ScannerContract {
  @Override
  String name() {
    return "pii";
  }

  @Override
  List<String> finds() {
    return List.of("write to jane.doe@example.org", "card 4111 1111 1111 1111 please",
        "my IBAN is DE89 3704 0044 0532 0130 00", "my iban is de89370400440532013000",
        "SSN 536-32-3065 on file", "call (415) 555-0132 today");
  }

  @Override
  List<String> passes() {
    return List.of("version 1.2.3.4-rc1 of 2024-01-02", "order 4111 1111 1111 1112",
        "the numbers 12 34 56 78 90 are in a row", "see section 12.4.1 on page 536");
  }
}
