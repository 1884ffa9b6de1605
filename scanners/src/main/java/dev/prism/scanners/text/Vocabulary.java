package dev.prism.scanners.text;

import java.util.ArrayList;
import java.util.List;

/// Collects what the scanners of an engine look for, so that one pass finds it all.
public final class Vocabulary {
  /// Most keywords of all scanners together; an automaton has at most 65,535 states.
  private static final int MOST_STATES = 65_000;

  final List<String> words = new ArrayList<>();
  final List<Edge> edges = new ArrayList<>();
  final IntList slots = new IntList();
  final IntList numbers = new IntList();
  final List<NgramModel> models = new ArrayList<>();
  private int slotCount;
  private int letters;

  /// Registers keywords; they are folded as the text is.
  ///
  /// @throws IllegalArgumentException when a keyword is empty, or there are too many
  public Keywords keywords(List<String> keywords, Edge edge) {
    int number = 0;
    for (String keyword : keywords) {
      String folded = Folding.of(keyword);
      if (folded.isEmpty() || folded.length() > 256) {
        throw new IllegalArgumentException("a keyword has 1 to 256 characters");
      }
      letters += folded.length();
      if (letters > MOST_STATES) {
        throw new IllegalArgumentException("the keywords of all rules together are too long");
      }
      words.add(folded);
      edges.add(edge);
      slots.add(slotCount);
      numbers.add(number++);
    }
    return new Keywords(slotCount++, number);
  }

  /// Registers an n-gram model; [Scan#margin] gives what it says of a text.
  public int model(NgramModel model) {
    int known = models.indexOf(model);
    if (known >= 0) {
      return known;
    }
    models.add(model);
    return models.size() - 1;
  }

  public Lexicon build() {
    return new Lexicon(new Automaton(words), this, slotCount);
  }

  /// What must stand around a keyword for it to count: anything; no letter or digit right before it
  /// (`START`); neither before nor behind it (`WORD`).
  public enum Edge {
    ANY, START, WORD
  }
}
