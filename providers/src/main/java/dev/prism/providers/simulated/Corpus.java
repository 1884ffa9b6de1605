package dev.prism.providers.simulated;

import dev.prism.providers.SimulatedBehaviour;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The answers that the simulated provider knows: of the questions of its corpus, the one that shares
/// most words with what was asked, or a plain word that it is a simulation.
final class Corpus {
  private static final String OTHERWISE = "I am Prism's simulated provider, so I answer from a small "
      + "built-in corpus and do not know that one. Ask me about refunds, orders, shipping or the weather.";
  private static final Set<String> COMMON = Set.of("a", "an", "the", "is", "are", "do", "does", "i",
      "my", "me", "of", "to", "in", "on", "for", "and", "you", "your", "it", "can", "what", "how",
      "please", "tell", "about", "with");
  private static final List<Entry> ENTRIES = read();

  private Corpus() {}

  private record Entry(Set<String> words, String answer) {}

  /// The answer to what was asked, with what a behaviour makes it say in place of its last sentence.
  static String answer(Asked asked, SimulatedHandler.Turn turn) {
    String answer = find(asked.user());
    for (SimulatedBehaviour behaviour : turn.settings().behaviours().values()) {
      if (applies(behaviour, asked) && turn.random().nextDouble() < behaviour.rate()) {
        int last = answer.lastIndexOf(". ");
        return (last < 0 ? "" : answer.substring(0, last + 2)) + behaviour.says();
      }
    }
    return answer;
  }

  private static boolean applies(SimulatedBehaviour behaviour, Asked asked) {
    return (behaviour.model() == null || behaviour.model().equals(asked.model()))
        && (behaviour.promptContains() == null
            || asked.system().contains(behaviour.promptContains()));
  }

  private static String find(String question) {
    Set<String> words = words(question);
    String best = OTHERWISE;
    int most = 0;
    for (Entry entry : ENTRIES) {
      int shared = 0;
      for (String word : entry.words) {
        shared += words.contains(word) ? 1 : 0;
      }
      if (shared > most) {
        most = shared;
        best = entry.answer;
      }
    }
    return best;
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    StringBuilder word = new StringBuilder();
    String lower = text.toLowerCase(Locale.ROOT) + " ";
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if (!word.isEmpty()) {
        if (!COMMON.contains(word.toString())) {
          words.add(word.toString());
        }
        word.setLength(0);
      }
    }
    return words;
  }

  /// The tokens of a text: words with the space before them.
  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == ' ') {
        pieces.add(text.substring(from, i));
        from = i;
      }
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  private static List<Entry> read() {
    try (InputStream in = Corpus.class.getResourceAsStream("corpus.txt")) {
      if (in == null) {
        throw new IllegalStateException("corpus.txt is not on the class path");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<Entry> entries = new ArrayList<>();
      String question = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("Q: ")) {
          question = line.substring(3);
        } else if (line.startsWith("A: ")) {
          entries.add(new Entry(words(question), line.substring(3)));
        }
      }
      return List.copyOf(entries);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
