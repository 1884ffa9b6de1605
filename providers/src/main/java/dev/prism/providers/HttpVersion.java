package dev.prism.providers;

/// Which HTTP a provider is spoken to in. `AUTO` is ALPN's choice over TLS and HTTP/1.1 without;
/// `HTTP_2` without TLS is by prior knowledge.
public enum HttpVersion {
  AUTO, HTTP_1_1, HTTP_2
}
