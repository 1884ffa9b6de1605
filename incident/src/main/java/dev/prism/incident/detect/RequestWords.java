package dev.prism.incident.detect;

import dev.prism.exchange.TraceRecord;
import dev.prism.incident.Cohort;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What is asked, as a few numbers of 0 to [#BUCKETS]: one per different word of the user's last question, and one
/// per attribute. Only what the customer brings: nothing of prompts, retrieved text or answers, for these are what
/// may break. Pure.
final class RequestWords {
  static final int BUCKETS = 2_048;
  /// The name that stands for the question's words among the attributes.
  static final String WORDS = "words";
  private static final int MOST_WORDS = 64;
  private static final int LONGEST_TEXT = 4_000;
  private static final int FNV_BASIS = 0x811C9DC5;
  private static final int FNV_PRIME = 0x01000193;

  private final int[] found;
  private int count;

  private RequestWords(int most) {
    found = new int[most];
  }

  /// @param mix      names of attributes: `words`, `tenant`, `endpoint`, or a key of the request's metadata
  /// @param question what the user asked last
  /// @return different numbers in no order
  static int[] of(TraceRecord trace, List<String> mix, Function<TraceRecord, String> question) {
    RequestWords words = new RequestWords(MOST_WORDS + mix.size());
    for (String name : mix) {
      String value = name.equals(WORDS) ? null : Cohort.valueOf(trace, name);
      if (value != null && !value.isEmpty()) {
        words.add(hash(hash(FNV_BASIS, name + "="), value));
      }
    }
    if (mix.contains(WORDS) && trace.texts().request() != null) {
      words.addAll(question.apply(trace));
    }
    return Arrays.copyOf(words.found, words.count);
  }

  private void addAll(String question) {
    String text = question.substring(0, Math.min(question.length(), LONGEST_TEXT))
        .toLowerCase(Locale.ROOT);
    int hash = FNV_BASIS;
    boolean inWord = false;
    for (int i = 0; i <= text.length() && count < found.length; i++) {
      boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
      if (letter) {
        hash = (hash ^ text.charAt(i)) * FNV_PRIME;
      } else if (inWord) {
        add(hash);
        hash = FNV_BASIS;
      }
      inWord = letter;
    }
  }

  private static int hash(int from, String text) {
    int hash = from;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  private void add(int hash) {
    int bucket = Math.floorMod(hash ^ (hash >>> 15), BUCKETS);
    for (int i = 0; i < count; i++) {
      if (found[i] == bucket) {
        return;
      }
    }
    found[count++] = bucket;
  }
}
