package dev.prism.providers;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/// A configured provider: where it is and how it is spoken to.
///
/// @param name        its name in the configuration
/// @param kind        whose prices and conventions hold: `openai`, `groq`, …; the preset's or adapter's name
/// @param baseUrl     scheme, host and port of every call; the paths are in the adapter's calls
/// @param httpVersion which HTTP to speak
/// @param adapter     its dialect
public record Provider(
    String name,
    String kind,
    URI baseUrl,
    HttpVersion httpVersion,
    ProviderAdapter adapter) implements Closeable {
  public Provider {
    if (baseUrl.getHost() == null) {
      throw new IllegalArgumentException("the base-url of provider " + name + " has no host");
    }
  }

  public boolean tls() {
    return "https".equals(baseUrl.getScheme());
  }

  public int port() {
    if (baseUrl.getPort() >= 0) {
      return baseUrl.getPort();
    }
    return tls() ? 443 : 80;
  }

  /// Ends what the adapter holds open; an adapter that only describes has nothing to end.
  @Override
  public void close() {
    if (adapter instanceof Closeable open) {
      try {
        open.close();
      } catch (IOException problem) {
        throw new UncheckedIOException(problem);
      }
    }
  }
}
