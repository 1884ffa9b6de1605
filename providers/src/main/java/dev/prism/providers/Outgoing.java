package dev.prism.providers;

import java.util.List;
import java.util.Map;

/// A request that was written anew for a provider.
///
/// @param path    path and query, percent-encoded, sent as it is
/// @param headers what authenticates this very request, by lower-case name; secrets, so never logged
/// @param dropped members of the client's request that the provider cannot take, in the client's words
public record Outgoing(
    String path,
    Map<String, String> headers,
    String body,
    List<String> dropped) {
  public Outgoing {
    headers = Map.copyOf(headers);
    dropped = List.copyOf(dropped);
  }

  @Override
  public String toString() {
    return path + " " + headers.keySet() + ", " + body.length() + " characters";
  }
}
