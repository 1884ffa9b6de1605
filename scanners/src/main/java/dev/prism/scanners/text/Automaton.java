package dev.prism.scanners.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An Aho–Corasick automaton as one dense table: one load per character, whatever the number of
/// keywords. Characters that no keyword has share one column.
final class Automaton {
  /// The commonest characters of texts.
  private static final String FREQUENT = " etaoinsrhldcumfpgwybvk.,-_xjqz/\n";
  private static final int LAST_COLUMN = 255;
  /// Columns that a line of the processor's cache holds.
  private static final int LINE = 32;

  private final byte[] column = new byte[1 << 16];
  private final int width;
  private final char[] next;
  /// States from this one on end a keyword, those before none.
  private final int ending;
  /// By state, the first keyword that ends there, -1 for none; further ones by `chain`.
  private final int[] output;
  private final int[] chain;

  Automaton(List<String> words) {
    width = columns(words);
    List<int[]> trie = new ArrayList<>();
    trie.add(new int[width]);
    int[] end = new int[words.size()];
    for (int w = 0; w < end.length; w++) {
      end[w] = insert(trie, words.get(w));
    }
    int states = trie.size();
    next = new char[states * width];
    output = new int[states];
    chain = new int[words.size()];
    Arrays.fill(output, -1);
    Arrays.fill(chain, -1);
    for (int w = end.length - 1; w >= 0; w--) {
      chain[w] = output[end[w]];
      output[end[w]] = w;
    }
    link(trie);
    ending = sort();
  }

  /// Gives each character of the keywords a column of its own, and returns how many there are. Past 255
  /// different characters the last column is shared: hits there are checked by the caller's equality.
  ///
  /// The characters that texts are made of come first: what is read of a row then lies in one or two lines
  /// of the processor's cache, and rows are an odd number of lines apart, so that these lines do not
  /// displace one another.
  private int columns(List<String> words) {
    Set<Character> used = new HashSet<>();
    words.forEach(word -> word.chars().forEach(c -> used.add((char) c)));
    int columns = 1;
    for (int i = 0; i < FREQUENT.length(); i++) {
      if (used.contains(FREQUENT.charAt(i))) {
        column[FREQUENT.charAt(i)] = (byte) columns++;
      }
    }
    for (String word : words) {
      for (int i = 0; i < word.length(); i++) {
        char c = word.charAt(i);
        if (column[c] == 0) {
          column[c] = (byte) Math.min(columns++, LAST_COLUMN);
        }
      }
    }
    int lines = (Math.min(columns, LAST_COLUMN + 1) + LINE - 1) / LINE;
    return (lines | 1) * LINE;
  }

  private int insert(List<int[]> trie, String word) {
    int state = 0;
    for (int i = 0; i < word.length(); i++) {
      int[] row = trie.get(state);
      int c = column[word.charAt(i)] & 255;
      if (row[c] == 0) {
        row[c] = trie.size();
        trie.add(new int[width]);
      }
      state = row[c];
    }
    return state;
  }

  /// Breadth first: every missing edge becomes the edge of the longest proper suffix.
  private void link(List<int[]> trie) {
    int[] fail = new int[trie.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int c = 0; c < width; c++) {
      int child = trie.get(0)[c];
      next[c] = (char) child;
      if (child != 0) {
        queue.add(child);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      int suffix = fail[state];
      append(state, output[suffix]);
      for (int c = 0; c < width; c++) {
        int child = trie.get(state)[c];
        if (child == 0) {
          next[state * width + c] = next[suffix * width + c];
        } else {
          next[state * width + c] = (char) child;
          fail[child] = next[suffix * width + c];
          queue.add(child);
        }
      }
    }
  }

  /// Numbers the states anew, those that end a keyword last, so that reading a text needs no look at
  /// [#output] for most characters.
  ///
  /// @return the first state that ends a keyword
  private int sort() {
    int states = output.length;
    int[] number = new int[states];
    int plain = 0;
    for (int state = 0; state < states; state++) {
      plain += output[state] < 0 ? 1 : 0;
    }
    int low = 0;
    int high = plain;
    for (int state = 0; state < states; state++) {
      number[state] = output[state] < 0 ? low++ : high++;
    }
    char[] oldNext = next.clone();
    int[] oldOutput = output.clone();
    for (int state = 0; state < states; state++) {
      output[number[state]] = oldOutput[state];
      for (int c = 0; c < width; c++) {
        next[number[state] * width + c] = (char) number[oldNext[state * width + c]];
      }
    }
    return plain;
  }

  /// Adds the suffix's keywords behind the state's own. Lists share their tails, so a state without own
  /// keywords takes the suffix's list as it is.
  private void append(int state, int suffixOutput) {
    if (output[state] < 0) {
      output[state] = suffixOutput;
      return;
    }
    int last = output[state];
    while (chain[last] >= 0) {
      last = chain[last];
    }
    if (last != suffixOutput) {
      chain[last] = suffixOutput;
    }
  }

  /// How many states there are.
  int states() {
    return output.length;
  }

  /// Whether other characters may share this one's column, so that a hit has to be compared.
  boolean isShared(char c) {
    return (column[c] & 255) == LAST_COLUMN;
  }

  int step(int state, char c) {
    return next[state * width + (column[c] & 255)];
  }

  /// Whether a keyword ends in this state.
  boolean ends(int state) {
    return state >= ending;
  }

  /// The first keyword that ends in this state, -1 for none.
  int first(int state) {
    return output[state];
  }

  int following(int word) {
    return chain[word];
  }
}
