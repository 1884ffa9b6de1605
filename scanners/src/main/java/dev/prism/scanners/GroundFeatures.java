package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How far a response is covered by its context, in numbers between 0 and about 1.
public final class GroundFeatures {
  /// How many features there are.
  public static final int SIZE = 16;
  private static final Set<String> STOP = Set.of("the", "a", "an", "of", "to", "in", "on", "and",
      "or", "is", "are", "was", "were", "be", "been", "it", "its", "that", "this", "they", "them",
      "he", "she", "his", "her", "for", "with", "as", "at", "by", "from", "have", "has", "had",
      "but", "not", "so", "do", "does", "did", "you", "your", "i", "my", "me", "we", "our", "s",
      "t", "which", "who", "there", "their", "also", "about", "can", "will", "would", "just", "yes",
      "no", "well", "oh", "too", "very", "if", "what", "when", "than", "then", "all", "some",
      "more", "most", "up", "out", "into", "re", "ve");
  private static final Set<String> FIRST = Set.of("i", "my", "me", "we", "our", "mine", "myself",
      "im");
  private static final Set<String> OPINION = Set.of("love", "like", "think", "favorite", "great",
      "sorry", "hope", "wow", "cool", "nice", "agree", "guess", "wish", "enjoy", "feel", "sure",
      "believe", "heard", "remember", "personally", "haha", "awesome", "thanks", "wonder", "maybe",
      "probably", "awww");
  private static final Set<String> NEGATION = Set.of("not", "no", "never", "n't", "isn", "wasn",
      "don", "doesn", "didn", "cannot", "none", "without", "neither", "nor", "aren", "weren",
      "couldn");

  private final List<String> said;
  private final List<String> known;
  private final Set<String> knownStems = new HashSet<>();
  private final Set<String> knownPairs = new HashSet<>();
  private final Set<String> knownFours = new HashSet<>();
  private final String response;
  private final String context;

  private GroundFeatures(String response, String context) {
    this.response = response;
    this.context = Folding.of(context);
    said = words(response);
    known = words(context);
    for (String word : known) {
      knownStems.add(stem(word));
    }
    grams(known, 2, knownPairs);
    grams(known, 4, knownFours);
  }

  public static double[] of(String response, String context) {
    return new GroundFeatures(response, context).features();
  }

  private double[] features() {
    double[] f = new double[SIZE];
    int content = 0;
    int covered = 0;
    int anyCovered = 0;
    int first = 0;
    int opinion = 0;
    int run = 0;
    int longestRun = 0;
    for (String word : said) {
      boolean has = knownStems.contains(stem(word));
      anyCovered += has ? 1 : 0;
      first += FIRST.contains(word) ? 1 : 0;
      opinion += OPINION.contains(word) ? 1 : 0;
      if (!STOP.contains(word)) {
        content++;
        covered += has ? 1 : 0;
        run = has ? 0 : run + 1;
        longestRun = Math.max(longestRun, run);
      }
    }
    int size = Math.max(1, said.size());
    f[0] = content == 0 ? 0 : (double) covered / content;
    f[1] = (double) anyCovered / size;
    f[2] = share(said, 2, knownPairs);
    f[3] = share(said, 4, knownFours);
    f[4] = Math.min(1, (content - covered) / 6.0);
    f[5] = Math.min(1, longestRun / 5.0);
    f[6] = unsupportedNumbers(response, context).isEmpty() ? 0 : 1;
    f[7] = Math.min(1, unsupportedNames().size() / 2.0);
    f[8] = Math.min(1, first / 2.0);
    f[9] = Math.min(1, opinion / 2.0);
    f[10] = response.indexOf('?') >= 0 ? 1 : 0;
    f[11] = Math.log(1 + size) / 4;
    f[12] = negated(said) == negated(known) ? 0 : 1;
    f[13] = (double) longestCommon() / size;
    f[14] = content == 0 ? 1 : 0;
    f[15] = Math.log(1 + known.size()) / 6;
    return f;
  }

  /// Numbers of the response that the context does not have.
  static List<int[]> unsupportedNumbers(String response, String foldedContext) {
    List<int[]> missing = new ArrayList<>();
    int at = 0;
    while (at < response.length()) {
      if (!Character.isDigit(response.charAt(at))) {
        at++;
        continue;
      }
      int start = at;
      while (at < response.length() && (Character.isDigit(response.charAt(at))
          || ((response.charAt(at) == ',' || response.charAt(at) == '.')
              && at + 1 < response.length() && Character.isDigit(response.charAt(at + 1))))) {
        at++;
      }
      String number = response.substring(start, at);
      if (!hasNumber(foldedContext, number)
          && !hasNumber(foldedContext.replace(",", ""), number.replace(",", ""))) {
        missing.add(new int[]{start, at});
      }
    }
    return missing;
  }

  private static boolean hasNumber(String text, String number) {
    int at = text.indexOf(number);
    while (at >= 0) {
      int end = at + number.length();
      boolean before = at == 0 || !Character.isDigit(text.charAt(at - 1));
      boolean behind = end == text.length() || !Character.isDigit(text.charAt(end));
      if (before && behind) {
        return true;
      }
      at = text.indexOf(number, at + 1);
    }
    return false;
  }

  /// Capitalised words inside sentences that the context does not have.
  private List<String> unsupportedNames() {
    List<String> names = new ArrayList<>();
    for (int[] span : nameSpans(response)) {
      String name = Folding.of(response.substring(span[0], span[1]));
      if (!knownStems.contains(stem(name)) && !context.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  static List<int[]> nameSpans(String text) {
    List<int[]> spans = new ArrayList<>();
    boolean begins = true;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (!Character.isLetter(c)) {
        begins |= c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == '\n' || c == '-';
        at++;
        continue;
      }
      int start = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      if (Character.isUpperCase(c) && !begins && at - start > 2) {
        spans.add(new int[]{start, at});
      }
      begins = false;
    }
    return spans;
  }

  private static boolean negated(List<String> words) {
    for (String word : words) {
      if (NEGATION.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /// Most words in a row that both have.
  private int longestCommon() {
    int[] row = new int[known.size() + 1];
    int longest = 0;
    int limit = Math.min(said.size(), 300);
    for (int i = 0; i < limit; i++) {
      for (int j = Math.min(known.size(), 2000) - 1; j >= 0; j--) {
        row[j + 1] = said.get(i).equals(known.get(j)) ? row[j] + 1 : 0;
        longest = Math.max(longest, row[j + 1]);
      }
    }
    return longest;
  }

  private static double share(List<String> words, int size, Set<String> known) {
    Set<String> grams = new HashSet<>();
    grams(words, size, grams);
    if (grams.isEmpty()) {
      return 0;
    }
    int found = 0;
    for (String gram : grams) {
      found += known.contains(gram) ? 1 : 0;
    }
    return (double) found / grams.size();
  }

  private static void grams(List<String> words, int size, Set<String> into) {
    for (int i = 0; i + size <= words.size(); i++) {
      into.add(String.join(" ", words.subList(i, i + size)));
    }
  }

  private static String stem(String word) {
    return word.length() > 5
        ? word.substring(0, 5)
        : word.endsWith("s") && word.length() > 3 ? word.substring(0, word.length() - 1) : word;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && Folding.isWord(Folding.of(text.charAt(at)))) {
        at++;
      }
      if (at > start) {
        words.add(Folding.of(text.substring(start, at)));
      }
      at++;
    }
    return words;
  }
}
