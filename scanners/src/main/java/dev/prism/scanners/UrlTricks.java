package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The ways in which a link says one thing and does another. Each answers with a type of finding, or an
/// empty string.
final class UrlTricks {
  private static final Set<String> BAIT = Set.of("login", "signin", "secure", "verify",
      "verification", "account", "support", "update", "wallet", "billing", "service", "session",
      "unlock", "recover", "auth", "confirm", "alert", "help", "team", "online", "center", "beta",
      "bonus", "gift", "prime");

  /// Signs that stand for a letter, or begin a pair that does.
  private static final String STAND_IN = "013457rv";

  private UrlTricks() {}

  /// What is wrong with the URL, and how sure that is, as `type` and score.
  record Trick(String type, double score) {
    static final Trick NONE = new Trick("", 0);
  }

  static Trick of(UrlParts url) {
    String host = url.host();
    if (host.indexOf('%') >= 0) {
      return new Trick("encoded_host", 0.9);
    }
    if (url.user().indexOf('.') > 0) {
      return new Trick("user_info", 0.9);
    }
    Trick number = number(host);
    if (number.score() > 0) {
      return number;
    }
    Trick letters = letters(host);
    return letters.score() > 0 ? letters : borrowed(url, host);
  }

  /// A host that is a number: an address, openly or in disguise.
  private static Trick number(String host) {
    char[] chars = host.toCharArray();
    if (NetAddresses.ipv4End(chars, 0, chars.length) == chars.length) {
      return isPrivate(host) ? Trick.NONE : new Trick("ip_host", 0.6);
    }
    boolean hex = host.startsWith("0x") && host.length() >= 6;
    boolean decimal = !host.isEmpty() && digits(host, '9', false);
    boolean octal = host.length() > 6 && host.charAt(0) == '0' && host.indexOf('.') > 0
        && digits(host, '7', true);
    return hex || octal || (decimal && host.length() >= 8)
        ? new Trick("disguised_ip", 0.9)
        : Trick.NONE;
  }

  /// Whether the host is nothing but digits up to `last`, and dots where they may stand.
  private static boolean digits(String host, char last, boolean dots) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if ((c < '0' || c > last) && !(dots && c == '.')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrivate(String host) {
    return host.startsWith("127.") || host.startsWith("10.") || host.startsWith("192.168.")
        || host.startsWith("0.0.0.0") || host.startsWith("169.254.") || host.startsWith("172.1")
        || host.startsWith("172.2") || host.startsWith("172.3") || host.startsWith("192.0.2.")
        || host.startsWith("198.51.100.") || host.startsWith("203.0.113.") || host.equals("1.1.1.1")
        || host.equals("8.8.8.8") || host.equals("255.255.255.255") || host.equals("1.2.3.4");
  }

  /// Look-alike letters and digits for letters.
  private static Trick letters(String host) {
    String shown = host.contains("xn--") ? IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED) : host;
    boolean foreign = isForeign(shown);
    if (foreign && isMixed(shown)) {
      return new Trick("look_alike_host", 0.9);
    }
    String registrable = UrlParts.registrable(shown);
    int dot = registrable.indexOf('.');
    String label = dot < 0 ? registrable : registrable.substring(0, dot);
    for (String token : tokens(label)) {
      String plain = foreign ? Folding.of(token) : unleet(token);
      if (!plain.equals(token)
          && (Brands.isName(plain) || Brands.isName(plain.replace('l', 'i')))) {
        return new Trick("look_alike_host", 0.9);
      }
    }
    return Trick.NONE;
  }

  private static boolean isForeign(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) > 127) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMixed(String host) {
    boolean latin = false;
    boolean alike = false;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.') {
        if (latin && alike) {
          return true;
        }
        latin = false;
        alike = false;
      }
      latin |= c >= 'a' && c <= 'z';
      alike |= Folding.lookAlike(c) != 0;
    }
    return latin && alike;
  }

  private static String unleet(String token) {
    boolean plain = true;
    for (int i = 0; i < token.length(); i++) {
      plain &= STAND_IN.indexOf(token.charAt(i)) < 0;
    }
    return plain
        ? token
        : token.replace('0', 'o')
            .replace('1', 'l')
            .replace('3', 'e')
            .replace('4', 'a')
            .replace('5', 's')
            .replace("rn", "m")
            .replace('7', 't')
            .replace("vv", "w");
  }

  /// A brand's name in a domain that is not the brand's.
  private static Trick borrowed(UrlParts url, String host) {
    String registrable = UrlParts.registrable(host);
    if (Brands.isKnown(registrable)) {
      return Trick.NONE;
    }
    String ownLabel = registrable.substring(0, Math.max(0, registrable.indexOf('.')));
    String above = host.substring(0, host.length() - registrable.length());
    for (String token : tokens(above)) {
      if (Brands.isName(token) && !Brands.owns(token, registrable)) {
        boolean whole = above.contains(token + ".com.") || above.contains(token + ".net.");
        return whole
            ? new Trick("borrowed_brand", 0.9)
            : hasBait(url) ? new Trick("borrowed_brand", 0.75) : Trick.NONE;
      }
    }
    for (String token : tokens(ownLabel)) {
      if (Brands.isName(token) && !token.equals(ownLabel)) {
        return new Trick("borrowed_brand", hasBait(url) ? 0.75 : 0.5);
      }
    }
    return Trick.NONE;
  }

  /// Whether the text begins with a word that phishers use.
  static boolean isBait(String text) {
    for (String bait : BAIT) {
      if (text.startsWith(bait)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBait(UrlParts url) {
    return hasBait(url.host()) || hasBait(url.rest());
  }

  private static boolean hasBait(String text) {
    for (String token : tokens(text)) {
      if (BAIT.contains(token)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> tokens(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    int begin = 0;
    while (begin < text.length() && Character.isLetterOrDigit(text.charAt(begin))) {
      begin++;
    }
    if (begin == text.length()) {
      return List.of(text);
    }
    List<String> tokens = new ArrayList<>(4);
    if (begin > 0) {
      tokens.add(text.substring(0, begin));
    }
    for (int i = ++begin; i <= text.length(); i++) {
      if (i == text.length() || !Character.isLetterOrDigit(text.charAt(i))) {
        if (i > begin) {
          tokens.add(text.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    return tokens;
  }

  /// A redirector that is asked to go somewhere else.
  static Trick redirect(UrlParts url) {
    int question = url.rest().indexOf('?');
    if (question < 0) {
      return Trick.NONE;
    }
    String query = url.rest()
        .substring(question)
        .replace("%3A", ":")
        .replace("%2F", "/")
        .replace("%3a", ":")
        .replace("%2f", "/");
    int nested = query.indexOf("://");
    if (nested < 0) {
      return Trick.NONE;
    }
    int end = nested + 3;
    while (end < query.length() && "/?&#\"".indexOf(query.charAt(end)) < 0) {
      end++;
    }
    String inner = UrlParts.registrable(query.substring(nested + 3, end));
    String outer = UrlParts.registrable(url.host());
    boolean redirector = url.rest().startsWith("/url?") || url.rest().contains("redirect")
        || url.rest().startsWith("/l.php");
    return !inner.equals(outer) && !Brands.isKnown(inner) && (Brands.isKnown(outer) && redirector)
        ? new Trick("open_redirect", 0.8)
        : Trick.NONE;
  }
}
