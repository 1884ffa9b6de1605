package dev.prism.scanners;

import dev.prism.scanners.text.View;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A URL taken apart as a browser would: user information, host, path, query.
///
/// @param start of the URL in its view
/// @param host  in lower case, as written otherwise
record UrlParts(int start, int end, String scheme, String user, String host, String rest) {
  private static final int LONGEST = 2048;
  private static final Set<String> SECOND_LEVEL = Set.of("co", "com", "net", "org", "gov", "edu",
      "ac", "or", "ne", "go", "gob", "mil", "nom", "web", "in", "me", "sch", "ltd", "plc");

  /// The URL whose `://` begins at `separator`; null when it has no host.
  static @Nullable UrlParts at(View view, int separator) {
    char[] raw = view.raw();
    int start = separator;
    while (start > 0 && separator - start < 12 && ValueLooks.isAlphanumeric(raw[start - 1])) {
      start--;
    }
    int from = separator + 3;
    int end = from;
    int limit = Math.min(view.length(), from + LONGEST);
    while (end < limit && !ends(raw[end])) {
      end++;
    }
    while (end > from && ".,;:!?".indexOf(raw[end - 1]) >= 0) {
      end--;
    }
    int authorityEnd = from;
    int at = -1;
    while (authorityEnd < end && "/?#\\".indexOf(raw[authorityEnd]) < 0) {
      at = raw[authorityEnd] == '@' ? authorityEnd : at;
      authorityEnd++;
    }
    int hostStart = at < 0 ? from : at + 1;
    int hostEnd = hostStart;
    while (hostEnd < authorityEnd && (raw[hostEnd] != ':' || raw[hostStart] == '[')) {
      hostEnd++;
    }
    if (hostEnd == hostStart || start == separator) {
      return null;
    }
    return new UrlParts(start, end, text(raw, start, separator), at < 0 ? "" : text(raw, from, at),
        text(raw, hostStart, hostEnd), new String(raw, authorityEnd, end - authorityEnd));
  }

  private static String text(char[] raw, int from, int to) {
    return new String(raw, from, to - from).toLowerCase(Locale.ROOT);
  }

  private static boolean ends(char c) {
    return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' || c == ')'
        || c == ']' || c == '}' || c == '|' || c == '\u00A0';
  }

  /// The name that somebody registered: `example.co.uk` of `www.example.co.uk`.
  static String registrable(String host) {
    int last = host.lastIndexOf('.');
    if (last <= 0) {
      return host;
    }
    int second = host.lastIndexOf('.', last - 1);
    if (second < 0) {
      return host;
    }
    boolean compound = host.length() - last <= 3
        && SECOND_LEVEL.contains(host.substring(second + 1, last));
    int begin = compound ? host.lastIndexOf('.', second - 1) : second;
    return host.substring(begin + 1);
  }
}
