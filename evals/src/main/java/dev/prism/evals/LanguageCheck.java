package dev.prism.evals;

import dev.prism.exchange.Score;
import dev.prism.scanners.text.Folding;
import java.lang.Character.UnicodeScript;

/// Whether the answer is in another language than the question, `language`. It looks at the script, and for
/// eight languages with Latin letters at their commonest words; where either text says too little, or one
/// of them speaks of languages, it stays silent.
public final class LanguageCheck implements Scorer {
  private static final int SAMPLE = 300;
  private static final int LEAST_LETTERS = 20;
  private static final int LEAST_VOTES = 5;
  private static final String[] ABOUT_LANGUAGES = {"transl", "language", "english", "spanish",
      "french", "german", "italian", "portuguese", "chinese", "japanese", "ubersetz", "traduc",
      "tradui", "korean", "russian", "arabic", "hindi", "dutch", "polish"};

  @Override
  public Score.By by() {
    return Checks.BY;
  }

  @Override
  public void score(Reading reading, Scorecard card) {
    if (!reading.hasAnswer() || reading.callsTools() || reading.question().isBlank()
        || reading.answer().isBlank()) {
      return;
    }
    card.examined(Rubric.INSTRUCTION_ADHERENCE);
    if (differs(reading) && !isAboutLanguages(reading)) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 2, "language");
    }
  }

  /// Whether question and answer are in two languages, as far as that can be told.
  static boolean differs(Reading reading) {
    String asked = language(reading.question(), reading.questionWords());
    if (asked.isEmpty()) {
      return false;
    }
    String answered = language(reading.answer(), reading.answerWords());
    return !answered.isEmpty() && !asked.equals(answered);
  }

  private static boolean isAboutLanguages(Reading reading) {
    String said = Folding.of(head(reading.question()) + ' ' + head(reading.system()));
    for (String word : ABOUT_LANGUAGES) {
      if (said.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static String head(String text) {
    return text.substring(0, Math.min(text.length(), 2_000));
  }

  /// A language, or a script that is not Latin; empty when it cannot be told.
  private static String language(String text, WordList words) {
    UnicodeScript script = script(text);
    return switch (script) {
      case COMMON -> "";
      case LATIN -> latin(words);
      default -> script.name();
    };
  }

  /// The script of most of the first letters; COMMON when there are too few.
  private static UnicodeScript script(String text) {
    int letters = 0;
    int other = 0;
    UnicodeScript first = UnicodeScript.COMMON;
    for (int i = 0; i < text.length() && letters < SAMPLE; i++) {
      char c = text.charAt(i);
      if (!Character.isLetter(c)) {
        continue;
      }
      letters++;
      UnicodeScript script = c < 0x250 ? UnicodeScript.LATIN : family(UnicodeScript.of(c));
      if (first == UnicodeScript.COMMON) {
        first = script;
      } else if (script != first) {
        other++;
      }
    }
    return letters < LEAST_LETTERS || other * 4 > letters ? UnicodeScript.COMMON : first;
  }

  /// Japanese mixes three scripts.
  private static UnicodeScript family(UnicodeScript script) {
    return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA
        ? UnicodeScript.HAN
        : script;
  }

  /// Votes of the commonest words; a word that several languages have votes for each.
  private static String latin(WordList words) {
    int[] votes = new int[StopWords.LANGUAGES.size()];
    int voters = 0;
    for (int i = 0; i < words.size() && voters < SAMPLE; i++) {
      if (words.is(i, WordList.STOP)) {
        voters++;
        int bits = words.languages(i);
        for (int l = 0; l < votes.length; l++) {
          votes[l] += (bits >> l) & 1;
        }
      }
    }
    int best = 0;
    int second = -1;
    for (int l = 1; l < votes.length; l++) {
      if (votes[l] > votes[best]) {
        second = best;
        best = l;
      } else if (second < 0 || votes[l] > votes[second]) {
        second = l;
      }
    }
    return votes[best] >= LEAST_VOTES && votes[best] > 2 * votes[second]
        ? StopWords.LANGUAGES.get(best)
        : "";
  }
}
