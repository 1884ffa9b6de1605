package dev.prism.scanners.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An Aho–Corasick automaton as one dense table: one load per character, whatever the number of
/// keywords. Characters that no keyword has share one column.
///
/// Where the table lies decides how fast that load is. The columns of the commonest characters come first,
/// one line of the processor's cache for each state; these lines of all states lie side by side, those of
/// the states that are reached soonest together.
final class Automaton {
  /// The commonest characters of texts.
  private static final String FREQUENT = " etaoinsrhldcumfpgwybvk.,-_xjqz/\n";
  private static final int LAST_COLUMN = 255;
  /// Columns that a line of the processor's cache holds.
  private static final int LINE = 32;

  private final byte[] column = new byte[1 << 16];
  private final int width;
  /// By column, where it begins in the row of the first state.
  private final int[] offset;
  /// The first [#LINE] columns of every state, row by row, then the next ones: the rows that most of a text
  /// needs lie close together.
  private final char[] next;
  private final int longest;
  /// States from this one on end a keyword, those before none.
  private final int ending;
  /// By state, the first keyword that ends there, -1 for none; further ones by `chain`.
  private final int[] output;
  private final int[] chain;

  Automaton(List<String> words) {
    width = columns(words);
    offset = new int[width];
    longest = words.stream().mapToInt(String::length).max().orElse(0);
    List<int[]> trie = new ArrayList<>();
    trie.add(new int[width]);
    int[] end = new int[words.size()];
    for (int w = 0; w < end.length; w++) {
      end[w] = insert(trie, words.get(w));
    }
    int states = trie.size();
    output = new int[states];
    chain = new int[words.size()];
    Arrays.fill(output, -1);
    Arrays.fill(chain, -1);
    for (int w = end.length - 1; w >= 0; w--) {
      chain[w] = output[end[w]];
      output[end[w]] = w;
    }
    int[] order = link(trie);
    next = new char[states * width];
    ending = lay(trie, order);
  }

  /// Gives each character of the keywords a column of its own, and returns how many there are. Past 255
  /// different characters the last column is shared: hits there are checked by the caller's equality.
  ///
  /// The characters that texts are made of come first, so that they have a line of the processor's cache
  /// to themselves.
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
    return (Math.min(columns, LAST_COLUMN + 1) + LINE - 1) / LINE * LINE;
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
  ///
  /// @return the states in that order
  private int[] link(List<int[]> trie) {
    int[] fail = new int[trie.size()];
    int[] order = new int[trie.size()];
    int seen = 1;
    for (int at = 0; at < seen; at++) {
      int state = order[at];
      int[] row = trie.get(state);
      int suffix = fail[state];
      if (at > 0) {
        append(state, output[suffix]);
      }
      for (int c = 0; c < width; c++) {
        int elsewhere = at == 0 ? 0 : trie.get(suffix)[c];
        if (row[c] == 0) {
          row[c] = elsewhere;
        } else {
          fail[row[c]] = elsewhere;
          order[seen++] = row[c];
        }
      }
    }
    return order;
  }

  /// Numbers the states anew, in this order but those that end a keyword last, so that reading a text needs
  /// no look at [#output] for most characters; and lays their rows out.
  ///
  /// @return the first state that ends a keyword
  private int lay(List<int[]> trie, int[] order) {
    int states = order.length;
    int[] number = new int[states];
    int plain = (int) Arrays.stream(output).filter(word -> word < 0).count();
    int low = 0;
    int high = plain;
    for (int state : order) {
      number[state] = output[state] < 0 ? low++ : high++;
    }
    for (int c = 0; c < width; c++) {
      offset[c] = c / LINE * LINE * states + c % LINE;
    }
    int[] oldOutput = output.clone();
    for (int state = 0; state < states; state++) {
      output[number[state]] = oldOutput[state];
      for (int c = 0; c < width; c++) {
        next[offset[c] + number[state] * LINE] = (char) number[trie.get(state)[c]];
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
    return next[offset[column[c] & 255] + state * LINE];
  }

  /// The state behind `[from, to)`, which is at least [#longest] units long: what stands before it does not
  /// matter any more.
  int after(char[] text, int from, int to) {
    int state = 0;
    for (int i = from; i < to; i++) {
      state = step(state, text[i]);
    }
    return state;
  }

  /// Units of the longest keyword.
  int longest() {
    return longest;
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
