package dev.prism.scanners;

import java.util.Set;

/// What a host and a path look like to somebody who has seen many: words for the model of hosts, each
/// beginning with `z`, which no host's own words do so often.
final class HostLooks {
  /// Where anybody gets a host below the domain for nothing.
  private static final Set<String> FREE = Set.of("webs", "chez", "weebly", "wixsite", "blogspot",
      "000webhostapp", "webhostapp", "duckdns", "ddns", "no-ip", "hopto", "zapto", "sytes",
      "bravehost", "wcomhost", "altervista", "byethost", "atwebpages", "netlify", "vercel",
      "firebaseapp", "web", "glitch", "repl", "pages", "workers", "github", "godaddysites",
      "square", "yolasite", "jimdo", "tripod", "angelfire", "awardspace", "freehosting", "hostfree",
      "ucoz", "beget", "biz", "ngrok", "trycloudflare", "herokuapp", "azurewebsites", "myftp",
      "servehttp", "borec", "webcindario");

  private HostLooks() {}

  /// @param label the registered name without what follows its first dot
  /// @param above what stands before the registered name
  static void describe(String label, String registrable, String above, StringBuilder text) {
    if (FREE.contains(label) && !above.isEmpty()) {
      text.append(" zfree");
    }
    if (!Brands.isKnown(registrable)
        && (Brands.stands(above) || (!Brands.isName(label) && Brands.stands(label)))) {
      text.append(" zbrand");
    }
    for (int i = 1; i + 1 < label.length(); i++) {
      if (isDigit(label.charAt(i)) && isLetter(label.charAt(i - 1))
          && isLetter(label.charAt(i + 1))) {
        text.append(" zinner");
        break;
      }
    }
    text.append(" zr").append(Math.min(6, consonants(label)));
    text.append(" zx").append(Math.min(5, rare(label)));
  }

  /// Segments of a path that nobody would type: case that changes to and fro, digits among letters, a few
  /// letters without a vowel.
  static void describePath(String path, StringBuilder text) {
    int from = 0;
    boolean odd = false;
    boolean mixed = false;
    boolean terse = false;
    char[] chars = path.toCharArray();
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || "/.-_=".indexOf(path.charAt(i)) >= 0) {
        odd |= changes(path, from, i) >= 2 && i - from >= 4;
        mixed |= i - from >= 3 && ValueLooks.isMixed(chars, from, i);
        terse |= i > from && i - from <= 4 && i < path.length() && path.charAt(i) == '/';
        from = i + 1;
      }
    }
    text.append(odd ? " zqodd" : "").append(mixed ? " zqmix" : "").append(terse ? " zqtiny" : "");
    if (path.length() > 1 && path.endsWith("/")) {
      text.append(" zqdir").append(odd ? "odd" : mixed ? "mix" : terse ? "tiny" : "");
    }
  }

  private static int changes(String text, int from, int to) {
    int changes = 0;
    for (int i = from + 2; i < to; i++) {
      changes += kind(text.charAt(i)) != kind(text.charAt(i - 1)) ? 1 : 0;
    }
    return changes;
  }

  private static int kind(char c) {
    return isDigit(c) ? 0 : Character.isUpperCase(c) ? 1 : 2;
  }

  /// The longest run of letters without a vowel.
  private static int consonants(String label) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < label.length(); i++) {
      run = isLetter(label.charAt(i)) && "aeiouy".indexOf(label.charAt(i)) < 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static int rare(String label) {
    int rare = 0;
    for (int i = 0; i < label.length(); i++) {
      rare += "jqxzwkv".indexOf(label.charAt(i)) >= 0 ? 1 : 0;
    }
    return rare;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }
}
