package dev.prism.evals;

import dev.prism.scanners.text.Folding;
import java.util.ArrayList;
import java.util.List;

/// The commonest short words of the languages that use Latin letters: they say little about a text's subject
/// and much about its language.
final class StopWords {
  /// ISO 639-1 codes, in the order of the bits of [#languages].
  static final List<String> LANGUAGES = List.of("en", "es", "fr", "de", "it", "pt", "nl", "pl");
  private static final int LONGEST = 8;
  private static final String[] WORDS = {
      "the a an of to in on and or is are was were be been it its that this they them he she his"
          + " her for with as at by from have has had but not so do does did you your i my me we"
          + " our which who there their also about can will would just if what when than then all"
          + " some more most up out into how any no yes",
      "el la los las un una de del que y en es por con para su se lo como mas pero sus le ya o este"
          + " si porque esta entre cuando muy sin sobre tambien me hasta hay donde quien desde todo"
          + " nos fue son no al puede usted",
      "le la les un une des de du que et en est pour dans ce il elle qui ne sur se pas plus par je"
          + " avec tout faire son mais comme ou nous vous sont votre vos cette ces aux au etre leur"
          + " peut",
      "der die das ein eine und ist zu den von mit sich auf fur nicht im dem des es sie er wir ihr"
          + " auch als an werden aus hat dass wird bei einer um am sind noch wie einem uber kann"
          + " konnen oder aber ich",
      "il lo la gli le un una di che e in per con del della dei sono non si come da al piu ma anche"
          + " questo questa nel alla suo puo dalla essere",
      "o a os as um uma de do da dos das que e em para com nao por se mais como mas ao ele na no sua"
          + " ou ser quando muito voce esta sao pode",
      "de het een en van ik te dat die in je is niet op zijn met voor er maar om aan ook als dan wij"
          + " bij uit nog naar heeft kan worden deze",
      "i w na nie z do to jest sie ze jak o za co ale po ich od czy przez tak dla jego tylko oraz"
          + " moze byc sa"};
  private static final int SLOTS = 2_048;
  private static final String[] TABLE = new String[SLOTS];
  private static final int[] BITS = new int[SLOTS];

  static {
    List<String> seen = new ArrayList<>();
    for (int language = 0; language < WORDS.length; language++) {
      for (String word : WORDS[language].split(" ", -1)) {
        int at = find(word, 0, word.length());
        TABLE[at] = word;
        BITS[at] |= 1 << language;
        seen.add(word);
      }
    }
    if (seen.size() > SLOTS / 2) {
      throw new IllegalStateException("the table is too small");
    }
  }

  private StopWords() {}

  /// One bit for each language that has the word.
  static int languages(String text, int from, int to) {
    return to - from > LONGEST ? 0 : BITS[find(text, from, to)];
  }

  /// The slot of the word, or the empty one where it would stand.
  private static int find(String text, int from, int to) {
    int hash = 7;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + Folding.of(text.charAt(i));
    }
    int at = (hash * 0x9E3779B1) >>> 21;
    while (TABLE[at] != null && !same(TABLE[at], text, from, to)) {
      at = (at + 1) & (SLOTS - 1);
    }
    return at;
  }

  private static boolean same(String word, String text, int from, int to) {
    if (word.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (word.charAt(i - from) != Folding.of(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
