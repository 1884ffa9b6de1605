package dev.prism.conf;

/// Where routing revisions, audit entries, traces and incidents are kept.
///
/// @param url `sqlite:FILE` for one node, `postgresql://…` for a fleet. May carry a password, so it is
///            not printed
public record StoreSettings(String url) {
  public static final String DEFAULT_URL = "sqlite:data/prism.db";

  public StoreSettings {
    if (!url.startsWith("sqlite:") && !url.startsWith("postgresql://")) {
      throw new IllegalArgumentException("url must start with sqlite: or postgresql://");
    }
  }

  @Override
  public String toString() {
    return "StoreSettings[url=" + url.substring(0, url.indexOf(':') + 1) + "…]";
  }
}
