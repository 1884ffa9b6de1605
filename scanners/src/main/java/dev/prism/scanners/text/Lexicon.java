package dev.prism.scanners.text;

import java.util.List;

/// What all scanners of an engine look for, compiled: the automaton, whose keyword each is, and the
/// n-gram models. Immutable and shared.
public final class Lexicon {
  final Automaton automaton;
  final int slotCount;
  final List<NgramModel> models;
  private final int[] slot;
  private final int[] number;
  private final int[] length;
  private final Vocabulary.Edge[] edge;
  private final String[] word;

  Lexicon(Automaton automaton, Vocabulary vocabulary, int slotCount) {
    this.automaton = automaton;
    this.slotCount = slotCount;
    models = List.copyOf(vocabulary.models);
    int size = vocabulary.words.size();
    slot = new int[size];
    number = new int[size];
    length = new int[size];
    edge = vocabulary.edges.toArray(new Vocabulary.Edge[0]);
    word = vocabulary.words.toArray(new String[0]);
    for (int w = 0; w < size; w++) {
      slot[w] = vocabulary.slots.get(w);
      number[w] = vocabulary.numbers.get(w);
      length[w] = word[w].length();
    }
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
    } && same(word[wordIndex], text, start);
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
