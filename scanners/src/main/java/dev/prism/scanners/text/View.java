package dev.prism.scanners.text;

import java.util.Arrays;

/// One way to read a text: its units as they are, folded, and what the automaton found in them. Offsets
/// in a view map back to the text as it was written.
public final class View {
  /// More hits of one scanner in one view than this are not kept, and the scan counts as truncated.
  static final int MOST_HITS = 4096;
  private static final int FIELDS = 3;

  private char[] raw = new char[4096];
  private char[] folded = new char[4096];
  private int length;
  private boolean mapped;
  private int[] starts = new int[0];
  private int[] ends = new int[0];
  private final IntList digits = new IntList();
  private IntList[] hits = new IntList[0];
  private boolean truncated;

  /// The units as they stand; only the first [#length] count.
  public char[] raw() {
    return raw;
  }

  /// The units folded by [Folding]; only the first [#length] count.
  public char[] folded() {
    return folded;
  }

  public int length() {
    return length;
  }

  /// How many hits the scanner's keywords have here, in the order of their ends.
  public int hits(Keywords keywords) {
    return hits[keywords.slot()].size() / FIELDS;
  }

  /// Which keyword the hit is, by its number in the registration.
  public int hitKeyword(Keywords keywords, int hit) {
    return hits[keywords.slot()].get(hit * FIELDS);
  }

  public int hitStart(Keywords keywords, int hit) {
    return hits[keywords.slot()].get(hit * FIELDS + 1);
  }

  public int hitEnd(Keywords keywords, int hit) {
    return hits[keywords.slot()].get(hit * FIELDS + 2);
  }

  /// Runs of digits, in order.
  public int digitRuns() {
    return digits.size() / 2;
  }

  public int digitsStart(int run) {
    return digits.get(run * 2);
  }

  public int digitsEnd(int run) {
    return digits.get(run * 2 + 1);
  }

  /// Where the unit at `index` begins in the text as it was written.
  public int originalStart(int index) {
    if (!mapped) {
      return index;
    }
    return index < length ? starts[index] : length == 0 ? 0 : ends[length - 1];
  }

  /// Where the unit before `index` ends in the text as it was written.
  public int originalEnd(int index) {
    if (!mapped) {
      return index;
    }
    return index == 0 ? starts[0] : ends[index - 1];
  }

  public boolean truncated() {
    return truncated;
  }

  void clear(int slots, boolean withMap) {
    length = 0;
    mapped = withMap;
    truncated = false;
    digits.clear();
    for (IntList list : hits) {
      list.clear();
    }
    int known = hits.length;
    if (known < slots) {
      hits = Arrays.copyOf(hits, slots);
      for (int i = known; i < slots; i++) {
        hits[i] = new IntList();
      }
    }
  }

  void fill(String text) {
    length = text.length();
    reserve(length);
    text.getChars(0, length, raw, 0);
  }

  /// Whether it says the same as another, unit by unit.
  boolean saysTheSame(View other) {
    return Arrays.equals(raw, 0, length, other.raw, 0, other.length);
  }

  /// Appends units as they are.
  void append(char[] units, int from, int to) {
    int size = to - from;
    reserve(length + size);
    reserveMap(length + size);
    System.arraycopy(units, from, raw, length, size);
    for (int i = 0; i < size; i++) {
      starts[length + i] = from + i;
      ends[length + i] = from + i + 1;
    }
    length += size;
  }

  void append(char c, int start, int end) {
    reserve(length + 1);
    reserveMap(length + 1);
    raw[length] = c;
    starts[length] = start;
    ends[length++] = end;
  }

  /// Gives back arrays that one very long text made grow.
  void shrink() {
    if (raw.length > 1 << 20) {
      raw = new char[4096];
      folded = new char[4096];
      starts = new int[0];
      ends = new int[0];
    }
  }

  private void reserve(int size) {
    if (raw.length < size) {
      raw = Arrays.copyOf(raw, Math.max(size, raw.length * 2));
    }
    if (folded.length < raw.length) {
      folded = new char[raw.length];
    }
  }

  private void reserveMap(int size) {
    if (starts.length < size) {
      starts = Arrays.copyOf(starts, Math.max(256, size * 2));
      ends = Arrays.copyOf(ends, starts.length);
    }
  }

  /// Folds the units and runs the automaton over them.
  void read(Lexicon lexicon) {
    Automaton automaton = lexicon.automaton;
    int state = 0;
    int digitStart = -1;
    for (int i = 0; i < length; i++) {
      char f = Folding.of(raw[i]);
      folded[i] = f;
      if (f >= '0' && f <= '9') {
        if (digitStart < 0) {
          digitStart = i;
        }
      } else if (digitStart >= 0) {
        addDigits(digitStart, i);
        digitStart = -1;
      }
      state = automaton.step(state, f);
      if (automaton.ends(state) && !lexicon.isWithinWord(state, folded, i + 1)) {
        pending(state, i + 1);
      }
    }
    if (digitStart >= 0) {
      addDigits(digitStart, length);
    }
    keep(lexicon);
  }

  private final IntList ending = new IntList();

  private void pending(int state, int end) {
    ending.add(state);
    ending.add(end);
  }

  /// Looks at what stands around each hit, which needs the whole view folded.
  private void keep(Lexicon lexicon) {
    for (int i = 0; i < ending.size(); i += 2) {
      int end = ending.get(i + 1);
      for (int word = lexicon.automaton.first(ending.get(i)); word >= 0; word = lexicon.automaton
          .following(word)) {
        int start = end - lexicon.lengthOf(word);
        if (lexicon.counts(word, folded, length, start, end)) {
          keep(hits[lexicon.slotOf(word)], lexicon.numberOf(word), start, end);
        }
      }
    }
    ending.clear();
  }

  private void keep(IntList list, int number, int start, int end) {
    if (list.size() >= MOST_HITS * FIELDS) {
      truncated = true;
      return;
    }
    list.add(number);
    list.add(start);
    list.add(end);
  }

  private void addDigits(int start, int end) {
    digits.add(start);
    digits.add(end);
  }
}
