package dev.prism.scanners;

import dev.prism.scanners.text.FeatureBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a host and a path look like to somebody who has seen many, as numbers for the model of URLs: how
/// long, how many digits, how much like chance. Each number ends at a limit and is scaled by it.
final class UrlShape {
  /// Far from the spaces of the words of a URL.
  private static final int SPACE = 100;
  /// What a number at its limit weighs; a block of pieces weighs one.
  private static final double WEIGHT = 2;
  private static final WordsWithin BAIT = new WordsWithin(List.of("login", "signin", "secure",
      "verify", "account", "support", "update", "wallet", "billing", "service", "session", "unlock",
      "recover", "auth", "confirm", "alert", "help", "online", "center", "bonus", "gift", "free",
      "click", "win", "prize", "pay", "bank", "crypto", "coin"));
  private static final Set<String> BINARY = Set.of("gif", "png", "jpg", "zip", "exe", "dll", "txt",
      "bin");
  /// Nats in a bit.
  private static final double NATS = Math.log(2);
  private static final String VOWELS = "aeiou";

  private final FeatureBuffer features;
  private final int[] counts;
  private int number;

  UrlShape(FeatureBuffer features) {
    this.features = features;
    counts = features.counts();
  }

  /// @param host  without `www.`
  /// @param label the registered name without its suffix
  /// @param above what stands before the registered name, without the dot between
  void host(boolean secure, String host, String label, String suffix, String above) {
    put(secure);
    put(host.length(), 40);
    put(label.length(), 24);
    put(suffix.length(), 8);
    put(above.length(), 24);
    put(above.isEmpty() ? 0 : 1 + count(above, '.', '.'), 3);
    put(count(label, '-', '-'), 3);
    put(count(host, '-', '-'), 4);
    put(count(label, '0', '9'), 6);
    put(count(above, '0', '9'), 6);
    put(vowels(label), 1);
    put(entropy(label), 4);
    put(consonants(label), 7);
    put(rare(label), 0.5);
    put(Brands.stands(label));
    put(Brands.stands(above));
    put(BAIT.anyIn(host));
  }

  void rest(String rest) {
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    String lower = path.toLowerCase(Locale.ROOT);
    String last = path.substring(path.lastIndexOf('/', Math.max(0, path.length() - 2)) + 1);
    String ending = lower.substring(lower.lastIndexOf('.') + 1);
    put(rest.isEmpty());
    put(rest.equals("/"));
    put(BAIT.anyIn(lower));
    put(path.length(), 80);
    put(question < 0 ? 0 : rest.length() - question - 1, 40);
    put(count(path, '0', '9'), 12);
    put(count(path, 'A', 'Z'), 8);
    put(last.length(), 24);
    put(entropy(last), 4);
    put(ending.equals("php"));
    put(ending.startsWith("htm"));
    put(BINARY.contains(ending));
    put(ending.equals("pdf"));
    put(path.endsWith("/"));
    put(path.contains("wp-"));
    put(path.indexOf('~') >= 0);
    put(path.indexOf('%') >= 0);
    put(path.indexOf('_') >= 0);
    segments(path);
  }

  /// What the segments of a path are like: how many, the longest, the shortest, how often letters and
  /// digits change to and fro in one of them, whether one is the same sign again and again.
  private void segments(String path) {
    int segments = 0;
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    int changes = 0;
    boolean same = false;
    int from = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        if (i > from) {
          segments++;
          longest = Math.max(longest, i - from);
          shortest = Math.min(shortest, i - from);
          changes = Math.max(changes, changes(path, from, i));
          same |= i - from > 2 && isOneSign(path, from, i);
        }
        from = i + 1;
      }
    }
    put(segments, 6);
    put(longest, 30);
    put(segments == 0 ? 0 : shortest, 16);
    put(changes, 8);
    put(same);
  }

  private void put(double value, double limit) {
    features.put(SPACE, number++, WEIGHT * Math.min(value, limit) / limit);
  }

  private void put(boolean holds) {
    features.put(SPACE, number++, holds ? WEIGHT : 0);
  }

  private static int count(String text, char from, char to) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      count += text.charAt(i) >= from && text.charAt(i) <= to ? 1 : 0;
    }
    return count;
  }

  private static double vowels(String label) {
    int vowels = 0;
    int letters = 0;
    for (int i = 0; i < label.length(); i++) {
      letters += isLetter(label.charAt(i)) ? 1 : 0;
      vowels += VOWELS.indexOf(label.charAt(i)) >= 0 ? 1 : 0;
    }
    return letters == 0 ? 0 : (double) vowels / letters;
  }

  /// The longest run of letters without a vowel.
  private static int consonants(String label) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (isLetter(c)) {
        run = VOWELS.indexOf(c) < 0 && c != 'y' ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
    }
    return longest;
  }

  private static double rare(String label) {
    int rare = 0;
    for (int i = 0; i < label.length(); i++) {
      rare += "jqxzwkv".indexOf(label.charAt(i)) >= 0 ? 1 : 0;
    }
    return label.isEmpty() ? 0 : (double) rare / label.length();
  }

  /// Bits for a sign of the text, by how often it has each.
  private double entropy(String text) {
    double sum = 0;
    for (int i = 0; i < text.length(); i++) {
      counts[text.charAt(i) & 127]++;
    }
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i) & 127;
      if (counts[c] > 0) {
        double share = (double) counts[c] / text.length();
        sum -= share * Math.log(share);
        counts[c] = 0;
      }
    }
    return sum / NATS;
  }

  private static int changes(String text, int from, int to) {
    int changes = 0;
    for (int i = from + 1; i < to; i++) {
      char a = text.charAt(i - 1);
      char b = text.charAt(i);
      changes += isDigit(a) != isDigit(b) || isUpper(a) != isUpper(b) ? 1 : 0;
    }
    return changes;
  }

  private static boolean isOneSign(String text, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (text.charAt(i) != text.charAt(from)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }
}
