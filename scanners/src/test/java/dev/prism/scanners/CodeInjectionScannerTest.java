package dev.prism.scanners;

import java.util.List;

/// Payloads; a code fence exempts what it encloses and nothing else.
class CodeInjectionScannerTest extends ScannerContract {
  @Override
  String name() {
    return "code_injection";
  }

  @Override
  List<String> finds() {
    return List.of("id=1' OR '1'='1' --", "name=<script>alert(document.cookie)</script>",
        "file=../../../../etc/passwd",
        "```\nprint(1)\n```\nand now id=1' UNION SELECT password FROM users --",
        "a ``` in the middle does not help: id=1' OR '1'='1' --");
  }

  @Override
  List<String> passes() {
    return List.of("Use `git status` and then `git push`",
        "The template renders {{ name }} in the heading",
        "How do I write a query that joins two tables in SQL?");
  }
}
