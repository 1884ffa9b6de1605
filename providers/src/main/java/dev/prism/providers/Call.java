package dev.prism.providers;

import java.util.Map;

/// How one endpoint of a provider is called; prepared once, used for many requests.
///
/// @param method  the HTTP method; empty for a raw passthrough, which keeps the client's
/// @param path    path and query, the base URL's path included, percent-encoded, sent as it is. For a raw
///                passthrough it is the base path without a slash at its end, and the client's rest follows
/// @param headers what authenticates and what is fixed, by lower-case name; secrets, so never logged
/// @param rewrite what must change in the body
public record Call(
    String method,
    String path,
    Map<String, String> headers,
    RequestRewrite rewrite) {
  public Call {
    headers = Map.copyOf(headers);
  }

  /// Names no header value: they hold credentials.
  @Override
  public String toString() {
    return method + " " + path + " " + headers.keySet();
  }
}
