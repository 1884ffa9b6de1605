package dev.prism.exchange.chat;

import org.jspecify.annotations.Nullable;

/// Bytes that are no text, or where they are. Exactly one of `base64` and `url` is there.
///
/// @param type   the media type, `image/png` for instance; empty when only the address is known
/// @param base64 the bytes, in base64
/// @param url    an address that the provider, or the gateway for it, fetches
public record Media(String type, @Nullable String base64, @Nullable String url) {
  public Media {
    if ((base64 == null) == (url == null)) {
      throw new IllegalArgumentException("media are bytes or an address");
    }
  }

  public static Media bytes(String type, String base64) {
    return new Media(type, base64, null);
  }

  /// What a URL says: a `data:` URL holds the bytes themselves.
  public static Media at(String url) {
    int comma = url.indexOf(',');
    if (!url.startsWith("data:") || comma < 0) {
      return new Media("", null, url);
    }
    String head = url.substring("data:".length(), comma);
    int semicolon = head.indexOf(';');
    return bytes(semicolon < 0 ? head : head.substring(0, semicolon), url.substring(comma + 1));
  }

  /// The bytes or the address as a URL.
  public String asUrl() {
    return url != null ? url : "data:" + type + ";base64," + base64;
  }

  /// What follows the slash of the type: `png`.
  public String subtype() {
    return type.substring(type.indexOf('/') + 1);
  }
}
