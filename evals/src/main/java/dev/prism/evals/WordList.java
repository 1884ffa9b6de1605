package dev.prism.evals;

import dev.prism.scanners.text.Folding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The words of a text as hashes of their folded beginnings: enough to say which words two texts share, at
/// some nanoseconds a character. Words that differ in their ends only (`refund`, `refunds`) are the same.
final class WordList {
  /// Letters of a word that count.
  private static final int STEM = 6;
  private static final int MOST = 8_192;
  private static final long PRIME = 0x100000001B3L;
  private static final long START = 0xCBF29CE484222325L;

  private final String text;
  private long[] hashes = new long[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private byte[] kinds = new byte[64];
  private byte[] languages = new byte[64];
  private int size;
  private @Nullable HashSet64 set;

  /// A word with a digit in it.
  static final byte NUMBER = 1;
  /// A capitalised word inside a sentence.
  static final byte NAME = 2;
  /// A word that any text has.
  static final byte STOP = 4;

  private WordList(String text) {
    this.text = text;
  }

  /// The first 8,192 words.
  static WordList of(String text) {
    WordList list = new WordList(text);
    list.read();
    return list;
  }

  private void read() {
    int at = 0;
    boolean begins = true;
    int length = text.length();
    while (at < length && size < MOST) {
      char c = text.charAt(at);
      byte kind = Folding.classOf(c);
      if (kind != Folding.LETTER && kind != Folding.DIGIT) {
        begins |= c == '.' || c == '!' || c == '?' || c == '\n' || c == ':' || c == '"' || c == '*'
            || c == '#';
        at++;
        continue;
      }
      at = kind == Folding.DIGIT ? number(at) : word(at, begins);
      begins = false;
    }
  }

  /// A number with its points and commas; commas between digits do not count.
  private int number(int from) {
    long hash = START;
    int at = from;
    boolean digits = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      byte kind = Folding.classOf(c);
      boolean inside = (c == '.' || c == ',') && at + 1 < text.length()
          && Folding.classOf(text.charAt(at + 1)) == Folding.DIGIT;
      if (kind != Folding.DIGIT && kind != Folding.LETTER && !inside) {
        break;
      }
      digits &= kind != Folding.LETTER;
      hash = c == ',' ? hash : (hash ^ Folding.of(c)) * PRIME;
      at++;
    }
    add(hash, from, at, digits || at - from > 1 ? NUMBER : 0, 0);
    return at;
  }

  private int word(int from, boolean begins) {
    long hash = START;
    int at = from;
    boolean mixed = false;
    while (at < text.length()) {
      byte kind = Folding.classOf(text.charAt(at));
      if (kind != Folding.LETTER && kind != Folding.DIGIT) {
        break;
      }
      mixed |= kind == Folding.DIGIT;
      if (at - from < STEM || mixed) {
        hash = (hash ^ Folding.of(text.charAt(at))) * PRIME;
      }
      at++;
    }
    byte kind = 0;
    int spoken = mixed ? 0 : StopWords.languages(text, from, at);
    if (mixed) {
      kind = NUMBER;
    } else if (spoken != 0) {
      kind = STOP;
    } else if (!begins && at - from > 2 && Character.isUpperCase(text.charAt(from))) {
      kind = NAME;
    }
    add(hash, from, at, kind, spoken);
    return at;
  }

  private void add(long hash, int from, int to, int kind, int spoken) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
      languages = Arrays.copyOf(languages, size * 2);
    }
    hashes[size] = hash;
    starts[size] = from;
    ends[size] = to;
    languages[size] = (byte) spoken;
    kinds[size++] = (byte) kind;
  }

  int size() {
    return size;
  }

  long hash(int word) {
    return hashes[word];
  }

  boolean is(int word, byte kind) {
    return kinds[word] == kind;
  }

  /// The languages that have it among their commonest words, one bit each; see [StopWords#LANGUAGES].
  int languages(int word) {
    return languages[word] & 0xFF;
  }

  int start(int word) {
    return starts[word];
  }

  int end(int word) {
    return ends[word];
  }

  /// The hash of two neighbours.
  long pair(int first) {
    return hashes[first] * 31 + hashes[first + 1];
  }

  /// The hash of `length` words in a row.
  long run(int first, int length) {
    long hash = 0;
    for (int i = first; i < first + length; i++) {
      hash = hash * 0x9E3779B97F4A7C15L + hashes[i];
    }
    return hash;
  }

  /// The words and the pairs of words, as a set.
  HashSet64 asSet() {
    HashSet64 made = set;
    if (made == null) {
      made = new HashSet64(size * 2);
      for (int i = 0; i < size; i++) {
        made.add(hashes[i]);
        if (i + 1 < size) {
          made.add(pair(i));
        }
      }
      set = made;
    }
    return made;
  }
}
