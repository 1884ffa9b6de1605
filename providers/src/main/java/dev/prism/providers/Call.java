package dev.prism.providers;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one endpoint of a provider is called; prepared once, used for many requests.
///
/// @param method  the HTTP method; empty for a raw passthrough, which keeps the client's
/// @param path    path and query, the base URL's path included, percent-encoded, sent as it is. For a raw
///                passthrough it is the base path without a slash at its end, and the client's rest follows
/// @param headers what authenticates and what is fixed, by lower-case name; secrets, so never logged.
///                An empty value takes the client's own header of that name away
/// @param rewrite what must change in the body
/// @param translator writes the body anew, where the provider does not speak the client's dialect; null
///                where it does, and the client's bytes go as they are but for `rewrite`
public record Call(
    String method,
    String path,
    Map<String, String> headers,
    RequestRewrite rewrite,
    @Nullable Translator translator) {
  public Call {
    headers = Map.copyOf(headers);
  }

  /// A call in the client's own dialect.
  public Call(String method, String path, Map<String, String> headers, RequestRewrite rewrite) {
    this(method, path, headers, rewrite, null);
  }

  /// A call in another dialect than the client's. The path is known when the request is.
  public static Call translated(Map<String, String> headers, Translator translator) {
    return new Call("POST", "", headers, RequestRewrite.NOTHING, translator);
  }

  /// Names no header value: they hold credentials.
  @Override
  public String toString() {
    return method + " " + path + " " + headers.keySet();
  }
}
