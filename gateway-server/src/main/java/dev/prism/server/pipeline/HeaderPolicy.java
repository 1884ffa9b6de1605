package dev.prism.server.pipeline;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/// Which headers may cross, in both directions. Lists of what may, never of what may not: credentials,
/// cookies, hop-by-hop fields and account names have no way through, known or unknown.
final class HeaderPolicy {
  private static final AsciiString[] TO_PROVIDER = names("accept", "accept-language",
      "anthropic-beta", "anthropic-version", "content-language", "content-type", "idempotency-key",
      "openai-beta", "tracestate", "x-stainless-retry-count");
  private static final AsciiString[] TO_CLIENT = names("cache-control", "content-disposition",
      "content-language", "content-type", "last-modified", "openai-processing-ms", "openai-version",
      "retry-after", "retry-after-ms", "x-should-retry");

  private HeaderPolicy() {}

  static void toProvider(HttpHeaders from, HttpHeaders to) {
    copy(from, to, TO_PROVIDER);
  }

  static void toClient(HttpHeaders from, HttpHeaders to) {
    copy(from, to, TO_CLIENT);
  }

  private static void copy(HttpHeaders from, HttpHeaders to, AsciiString[] allowed) {
    for (AsciiString name : allowed) {
      String value = from.get(name);
      if (value != null) {
        to.set(name, value);
      }
    }
  }

  private static AsciiString[] names(String... names) {
    AsciiString[] ascii = new AsciiString[names.length];
    for (int i = 0; i < names.length; i++) {
      ascii[i] = AsciiString.cached(names[i]);
    }
    return ascii;
  }
}
