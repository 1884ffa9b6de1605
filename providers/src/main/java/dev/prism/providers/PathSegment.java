package dev.prism.providers;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A model's name as one segment of a path, slashes and colons of ARNs included.
public final class PathSegment {
  private PathSegment() {}

  public static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /// A base URL's path without a slash at its end.
  public static String base(@Nullable String path) {
    String text = path == null ? "" : path;
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
