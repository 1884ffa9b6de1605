package dev.prism.incident.review;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds sentences in which a person stands beside a word of blame. A postmortem asks what let the failure
/// through, not who.
final class BlamelessCheck {
  private static final Pattern FAULT = Pattern.compile(
      "(?i)\\b(fault|blame[ds]?|blaming|careless(ly|ness)?|negligen(t|ce)|incompeten(t|ce)|sloppy|stupid"
          + "|screwed|messed|forgot|should have|should've|neglected|ignored|failed to|mistake|error of"
          + "|broke|caused|did not bother|didn't bother)\\b");
  private static final Pattern PRONOUN = Pattern.compile("(?i)(^|[^a-z'])(he|she)([^a-z]|$)");
  private static final Pattern HANDLE = Pattern.compile("(^|\\s)@[A-Za-z0-9][A-Za-z0-9._-]+");
  /// A first and a last name, such as `Sam Miller`.
  private static final Pattern FULL_NAME = Pattern.compile("\\b[A-Z][a-z]+ [A-Z][a-z]+\\b");
  private static final Pattern SENTENCE = Pattern.compile("[^.!?\\n]+[.!?]?");

  private BlamelessCheck() {}

  /// @param people names that are known
  /// @return the sentences, as they are written
  static List<String> find(List<String> texts, List<String> people) {
    List<String> found = new ArrayList<>();
    for (String text : texts) {
      Matcher sentences = SENTENCE.matcher(text);
      while (sentences.find()) {
        String sentence = sentences.group().strip();
        if (FAULT.matcher(sentence).find() && names(sentence, people)) {
          found.add(sentence);
        }
      }
    }
    return found;
  }

  private static boolean names(String sentence, List<String> people) {
    if (PRONOUN.matcher(sentence).find() || HANDLE.matcher(sentence).find()
        || FULL_NAME.matcher(sentence).find()) {
      return true;
    }
    String lower = sentence.toLowerCase(Locale.ROOT);
    for (String person : people) {
      String name = person.toLowerCase(Locale.ROOT);
      int at = name.isBlank() ? -1 : lower.indexOf(name);
      while (at >= 0) {
        if (isWord(lower, at, at + name.length())) {
          return true;
        }
        at = lower.indexOf(name, at + 1);
      }
    }
    return false;
  }

  private static boolean isWord(String text, int from, int to) {
    return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
        && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
  }
}
