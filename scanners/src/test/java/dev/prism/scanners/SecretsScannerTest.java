package dev.prism.scanners;

import java.util.List;

/// Issuers' forms, assignments, private keys; not placeholders and hashes.
class SecretsScannerTest extends ScannerContract {
  @Override
  String name() {
    return "secrets";
  }

  @Override
  List<String> finds() {
    return List.of("use ghp_0123456789abcdefABCDEF0123456789abcd for it",
        "postgres://admin:s3cr3tPw@db.internal/app",
        "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ8LmNoP1x",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n-----END PRIVATE KEY-----");
  }

  @Override
  List<String> passes() {
    return List.of("password: ${DB_PASSWORD}", "api_key = <your key here>",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "id 123e4567-e89b-12d3-a456-426614174000");
  }
}
