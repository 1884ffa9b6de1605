package dev.prism.scanners.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CleanedViewTest {
  /// What is taken over from the text as it was written is what reading the cleaned text finds.
  @Test
  void aCleanedTextIsReadAsIfItWereRead() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = new Vocabulary();
      List<Keywords> handles = new ArrayList<>();
      for (Vocabulary.Edge edge : Vocabulary.Edge.values()) {
        handles.add(vocabulary.keywords(
            List.of(units(random, 1, 6), units(random, 2, 6), units(random, 3, 6)), edge));
      }
      Lexicon lexicon = vocabulary.build();
      String text = veiled(random);
      Scan scan = new Scan();
      scan.read(lexicon, text);
      if (scan.view(1) == scan.written() || scan.views() == 1) {
        continue;
      }
      View cleaned = scan.view(1);
      View alone = alone(cleaned, lexicon);
      assertThat(shown(cleaned, handles)).as("seed %d: %s", seed, text)
          .isEqualTo(shown(alone, handles));
      placesAreThoseOf(text, cleaned, seed);
    }
  }

  /// Scanners have seen it in the text as it was written; a number is left out whole or not at all.
  @Test
  void ofALongTextOnlyWhatStandsNearAChangeIsFoundAgain() {
    int leftOut = 0;
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Vocabulary vocabulary = new Vocabulary();
      List<Keywords> handles = List
          .of(vocabulary.keywords(List.of("abc", "b cab"), Vocabulary.Edge.ANY));
      Lexicon lexicon = vocabulary.build();
      Scan scan = new Scan();
      scan.read(lexicon, words(random));
      View cleaned = scan.view(1);
      List<Found> found = found(cleaned, handles.getFirst());
      List<Found> all = found(alone(cleaned, lexicon), handles.getFirst());
      assertThat(all).as("seed %d", seed).containsAll(found);
      all.removeAll(found);
      leftOut += all.size();
      assertThat(all).as("seed %d", seed).noneMatch(it -> isNearAChange(cleaned, it));
      assertThat(all).as("seed %d", seed)
          .noneMatch(it -> it.isNumber() && found.stream()
              .anyMatch(other -> other.isNumber()
                  && Math.max(other.start() - it.end(), it.start() - other.end()) <= 2));
    }
    assertThat(leftOut).isPositive();
  }

  private record Found(boolean isNumber, int start, int end) {}

  private static List<Found> found(View view, Keywords keywords) {
    List<Found> found = new ArrayList<>();
    for (int hit = 0; hit < view.hits(keywords); hit++) {
      found.add(new Found(false, view.hitStart(keywords, hit), view.hitEnd(keywords, hit)));
    }
    for (int run = 0; run < view.digitRuns(); run++) {
      found.add(new Found(true, view.digitsStart(run), view.digitsEnd(run)));
    }
    return found;
  }

  private static boolean isNearAChange(View cleaned, Found found) {
    int from = Math.max(1, found.start() - 500);
    int to = Math.min(cleaned.length(), found.end() + 500);
    for (int i = from; i < to; i++) {
      if (cleaned.originalStart(i) != cleaned.originalStart(i - 1) + 1) {
        return true;
      }
    }
    return false;
  }

  private static View alone(View cleaned, Lexicon lexicon) {
    View alone = new View();
    alone.clear(lexicon.slotCount, false);
    alone.fill(new String(cleaned.raw(), 0, cleaned.length()));
    alone.read(lexicon);
    return alone;
  }

  private static void placesAreThoseOf(String text, View cleaned, long seed) {
    for (int i = 0; i < cleaned.length(); i++) {
      char there = text.charAt(cleaned.originalStart(i));
      boolean read = there >= '0' && there <= '9';
      assertThat(read || there == cleaned.raw()[i]).as("seed %d, unit %d", seed, i).isTrue();
      assertThat(cleaned.originalEnd(i + 1)).isEqualTo(cleaned.originalStart(i) + 1);
    }
    assertThat(cleaned.originalStart(cleaned.length()))
        .isEqualTo(cleaned.originalEnd(cleaned.length()));
  }

  private static List<String> shown(View view, List<Keywords> handles) {
    List<String> shown = new ArrayList<>();
    shown.add(new String(view.folded(), 0, view.length()));
    for (int run = 0; run < view.digitRuns(); run++) {
      shown.add("digits " + view.digitsStart(run) + "-" + view.digitsEnd(run));
    }
    for (int k = view.nextHit(handles, 0); k < handles.size(); k = view.nextHit(handles, k + 1)) {
      for (int h = 0; h < view.hits(handles.get(k)); h++) {
        shown.add(k + "." + view.hitKeyword(handles.get(k), h) + " "
            + view.hitStart(handles.get(k), h) + "-" + view.hitEnd(handles.get(k), h));
      }
    }
    return shown;
  }

  /// Plain text with a hidden unit, or several, here and there.
  private static String veiled(Random random) {
    StringBuilder text = new StringBuilder();
    for (int part = random.nextInt(7); part >= 0; part--) {
      text.append(units(random, 0, 90)).append("\u200B".repeat(random.nextInt(3)));
    }
    return text.toString();
  }

  /// Words and numbers, with a hidden unit here and there.
  private static String words(Random random) {
    List<String> words = List.of("abc", "cab", "bcab", "caa", "1", "12 34 56", "77-88");
    StringBuilder text = new StringBuilder("\u200B");
    for (int i = 0; i < 2_000; i++) {
      text.append(words.get(random.nextInt(words.size())))
          .append(random.nextInt(400) == 0 ? "\u200B" : " ");
    }
    return text.toString();
  }

  private static String units(Random random, int least, int most) {
    StringBuilder units = new StringBuilder();
    for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
      units.append("abcABC 12.".charAt(random.nextInt(10)));
    }
    return units.toString();
  }
}
