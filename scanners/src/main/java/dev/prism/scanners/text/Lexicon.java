package dev.prism.scanners.text;

import java.util.List;

/// What all scanners of an engine look for, compiled: the automaton, whose keyword each is, and the
/// n-gram models. Immutable and shared.
public final class Lexicon {
  final Automaton automaton;
  final int slotCount;
  final List<NgramModel> models;
  final List<WeightTable> weights;
  private final int[] slot;
  private final int[] number;
  private final int[] length;
  private final Vocabulary.Edge[] edge;
  private final String[] word;
  private final boolean[] compared;
  /// By state: how long its keyword is, where it is the only one and must begin a word; else 0.
  private final short[] begins;

  Lexicon(Automaton automaton, Vocabulary vocabulary, int slotCount) {
    this.automaton = automaton;
    this.slotCount = slotCount;
    models = List.copyOf(vocabulary.models);
    weights = WeightTable.of(models);
    int size = vocabulary.words.size();
    slot = new int[size];
    number = new int[size];
    length = new int[size];
    edge = vocabulary.edges.toArray(new Vocabulary.Edge[0]);
    word = vocabulary.words.toArray(new String[0]);
    compared = new boolean[size];
    for (int w = 0; w < size; w++) {
      compared[w] = word[w].chars().anyMatch(c -> automaton.isShared((char) c));
      slot[w] = vocabulary.slots.get(w);
      number[w] = vocabulary.numbers.get(w);
      length[w] = word[w].length();
    }
    begins = new short[automaton.states()];
    for (int state = 0; state < begins.length; state++) {
      int first = automaton.first(state);
      if (first >= 0 && automaton.following(first) < 0 && edge[first] != Vocabulary.Edge.ANY) {
        begins[state] = (short) length[first];
      }
    }
  }

  /// Whether what ends in this state, right before `end`, lies within a word and so is no hit. Says so of
  /// most of the short keywords that every text is full of.
  boolean isWithinWord(int state, char[] text, int end) {
    int length = begins[state];
    return length > 0 && end > length && Folding.isWord(text[end - length - 1]);
  }

  int slotOf(int word) {
    return slot[word];
  }

  int numberOf(int word) {
    return number[word];
  }

  int lengthOf(int word) {
    return length[word];
  }

  /// Whether what stands around `[start, end)` lets the keyword count.
  boolean counts(int wordIndex, char[] text, int size, int start, int end) {
    if (start < 0) {
      return false;
    }
    return switch (edge[wordIndex]) {
      case ANY -> true;
      case START -> start == 0 || !Folding.isWord(text[start - 1]);
      case WORD -> (start == 0 || !Folding.isWord(text[start - 1]))
          && (end == size || !Folding.isWord(text[end]));
    } && (!compared[wordIndex] || same(word[wordIndex], text, start));
  }

  /// Only characters past the 255th share a column, so this is nearly always true.
  private static boolean same(String word, char[] text, int start) {
    for (int i = 0; i < word.length(); i++) {
      if (text[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
