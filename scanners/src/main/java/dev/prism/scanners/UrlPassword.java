package dev.prism.scanners;

import dev.prism.scanners.text.View;

/// Finds `scheme://user:password@host`.
final class UrlPassword {
  private static final int LONGEST = 300;

  private UrlPassword() {}

  /// @param from behind the `://`
  static void find(View view, int from, Findings findings) {
    char[] raw = view.raw();
    int limit = Math.min(view.length(), from + LONGEST);
    int colon = -1;
    int at = -1;
    for (int i = from; i < limit && !endsAuthority(raw[i]); i++) {
      if (raw[i] == ':' && colon < 0) {
        colon = i;
      } else if (raw[i] == '@') {
        at = i;
      }
    }
    if (colon < 0 || at <= colon + 1 || at + 1 >= view.length()
        || !(ValueLooks.isAlphanumeric(raw[at + 1]) || raw[at + 1] == '[' || raw[at + 1] == '*')) {
      return;
    }
    if (!ValueLooks.isPlaceholder(view, colon + 1, at)
        && !ValueLooks.contains(view.folded(), colon + 1, at, "://")) {
      boolean database = from >= 5
          && ValueLooks.contains(view.folded(), Math.max(0, from - 20), from, "mongodb");
      findings.add(view, "url_password", colon + 1, at, database ? 0.9 : 0.85);
    }
  }

  private static boolean endsAuthority(char c) {
    return c <= ' ' || c == '/' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`'
        || c == '?' || c == '\\';
  }
}
