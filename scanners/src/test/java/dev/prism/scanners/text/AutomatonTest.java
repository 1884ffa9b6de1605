package dev.prism.scanners.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AutomatonTest {
  @Test
  void findsWhatALookAtEveryPlaceFinds() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Set<String> words = new TreeSet<>();
      for (int w = 0; w < 1 + random.nextInt(8); w++) {
        words.add(letters(random, 1 + random.nextInt(4)));
      }
      List<String> keywords = List.copyOf(words);
      String text = letters(random, 60);
      Vocabulary vocabulary = new Vocabulary();
      Keywords handle = vocabulary.keywords(keywords, Vocabulary.Edge.ANY);
      Scan scan = new Scan();
      scan.read(vocabulary.build(), text);
      Set<String> found = new TreeSet<>();
      for (int h = 0; h < scan.written().hits(handle); h++) {
        found.add(scan.written().hitStart(handle, h) + ":"
            + keywords.get(scan.written().hitKeyword(handle, h)));
      }
      assertThat(found).as("seed %d", seed).isEqualTo(naive(keywords, text));
    }
  }

  private static Set<String> naive(List<String> keywords, String text) {
    Set<String> all = new TreeSet<>();
    for (int i = 0; i < text.length(); i++) {
      for (String keyword : keywords) {
        if (text.startsWith(keyword, i)) {
          all.add(i + ":" + keyword);
        }
      }
    }
    return all;
  }

  private static String letters(Random random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append((char) ('a' + random.nextInt(3)));
    }
    return letters.toString();
  }
}
