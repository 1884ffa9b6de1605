package dev.prism.scanners.text;

import java.util.Arrays;
import java.util.List;

/// One way to read a text: its units as they are, folded, and what the automaton found in them. Offsets
/// in a view map back to the text as it was written.
public final class View {
  private static final int CLOSED = -1;
  /// A run of units that another view has too is taken over when it is so many times as long as the longest
  /// keyword; of a shorter one most is read anyway.
  private static final int WORTH_COPYING = 4;

  /// So far from a change nothing is new: farther than any scanner looks around.
  private static final int AROUND = 512;
  /// Most units between the digits of one number.
  private static final int WITHIN_NUMBER = 4;

  private char[] raw = new char[4096];
  private char[] folded = new char[4096];
  private int length;
  private boolean mapped;
  private final Origins origins = new Origins();
  private final IntList digits = new IntList();
  private final Hits hits = new Hits();
  private boolean truncated;
  /// States that end a keyword, each with the place where it does.
  private final IntList ending = new IntList();
  /// Runs of units that were copied from another view: where they begin here, where there, how many.
  private final IntList copied = new IntList();
  /// While reading: where the run of digits begins that has no end yet, the automaton's state.
  private int digitStart = CLOSED;
  private int state;

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

  /// Of keywords that were registered one after the other, which come next, from `index` on, that have hits
  /// here; the size of the list when none has.
  public int nextHit(List<Keywords> registered, int index) {
    if (index == registered.size()) {
      return index;
    }
    int first = registered.getFirst().slot();
    int slot = hits.next(first + index);
    return slot < 0 ? registered.size() : Math.min(slot - first, registered.size());
  }

  /// How many hits the scanner's keywords have here, in the order of their ends.
  public int hits(Keywords keywords) {
    return hits.count(keywords.slot());
  }

  /// Which keyword the hit is, by its number in the registration.
  public int hitKeyword(Keywords keywords, int hit) {
    return hits.keyword(keywords.slot(), hit);
  }

  public int hitStart(Keywords keywords, int hit) {
    return hits.start(keywords.slot(), hit);
  }

  public int hitEnd(Keywords keywords, int hit) {
    return hits.end(keywords.slot(), hit);
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
    return index < length ? origins.start(index) : originalEnd(length);
  }

  /// Where the unit before `index` ends in the text as it was written.
  public int originalEnd(int index) {
    if (!mapped) {
      return index;
    }
    if (length == 0) {
      return 0;
    }
    return index == 0 ? origins.start(0) : origins.end(index - 1);
  }

  /// Whether some scanner has more hits here than are kept.
  public boolean truncated() {
    return truncated;
  }

  void clear(int slots, boolean withMap) {
    length = 0;
    mapped = withMap;
    truncated = false;
    origins.clear();
    copied.clear();
    hits.clear(slots);
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

  /// Appends units of the text as it was written.
  void append(View written, int from, int to) {
    int size = to - from;
    if (size == 0) {
      return;
    }
    reserve(length + size);
    System.arraycopy(written.raw, from, raw, length, size);
    origins.follow(length, from);
    copied.add(length);
    copied.add(from);
    copied.add(size);
    length += size;
  }

  void append(char c, int start, int end) {
    reserve(length + 1);
    raw[length] = c;
    if (end == start + 1) {
      origins.follow(length, start);
    } else {
      origins.stand(length, start, end);
    }
    length++;
  }

  /// Gives back arrays that one very long text made grow.
  void shrink() {
    if (raw.length > 1 << 20) {
      raw = new char[4096];
      folded = new char[4096];
    }
  }

  private void reserve(int size) {
    if (raw.length < size) {
      raw = Arrays.copyOf(raw, Math.max(size, raw.length * 2));
    }
    if (folded.length < raw.length) {
      folded = Arrays.copyOf(folded, raw.length);
    }
  }

  /// Folds the units and runs the automaton over them.
  void read(Lexicon lexicon) {
    begin();
    read(lexicon, 0, length);
    finish(lexicon);
  }

  /// As [#read(Lexicon)], but takes over what was found in the view that most of the units come from: behind
  /// as many units as the longest keyword has, the automaton is where it was there. Of a long run that is the
  /// same there only what stands near its ends: scanners have seen the rest already.
  void read(Lexicon lexicon, View written) {
    begin();
    int longest = lexicon.automaton.longest();
    int at = 0;
    int ends = 0;
    int runs = 0;
    for (int i = 0; i < copied.size(); i += 3) {
      int begin = copied.get(i);
      int away = copied.get(i + 1) - begin;
      int end = begin + copied.get(i + 2);
      int from = begin + longest + 1;
      while (from < end && isDigit(written.folded[from + away - 1])) {
        from++;
      }
      while (end > from && isDigit(written.folded[end + away - 1])) {
        end--;
      }
      if (end - from < WORTH_COPYING * longest) {
        continue;
      }
      read(lexicon, at, from);
      System.arraycopy(written.folded, from + away, folded, from, end - from);
      int near = from + AROUND < end - AROUND ? apart(from + AROUND, 1, end) : end;
      int far = near < end - AROUND ? apart(end - AROUND, -1, near) : near;
      ends = takeEnds(written.ending, ends, from + away, near + away, away);
      ends = takeEnds(written.ending, ends, far + away, end + away, away);
      runs = takeRuns(written.digits, runs, from + away, near + away, away);
      runs = takeRuns(written.digits, runs, far + away, end + away, away);
      state = lexicon.automaton.after(folded, end - longest, end);
      at = end;
    }
    read(lexicon, at, length);
    finish(lexicon);
  }

  /// The first place from `at` on, in steps towards `limit`, around which there are no digits: no number lies
  /// across it.
  private int apart(int at, int step, int limit) {
    int place = at;
    int clear = 0;
    while (place != limit && clear < 2 * WITHIN_NUMBER) {
      clear = isDigit(folded[place]) ? 0 : clear + 1;
      place += step;
    }
    return place == limit ? limit : place - step * WITHIN_NUMBER;
  }

  private void begin() {
    digits.clear();
    ending.clear();
    digitStart = CLOSED;
    state = 0;
  }

  private void finish(Lexicon lexicon) {
    if (digitStart >= 0) {
      addDigits(digitStart, length);
    }
    keep(lexicon);
  }

  private void read(Lexicon lexicon, int from, int to) {
    Automaton automaton = lexicon.automaton;
    int now = state;
    int open = digitStart;
    for (int i = from; i < to; i++) {
      char f = Folding.of(raw[i]);
      folded[i] = f;
      if (isDigit(f)) {
        open = open < 0 ? i : open;
      } else if (open >= 0) {
        addDigits(open, i);
        open = CLOSED;
      }
      now = automaton.step(now, f);
      if (automaton.ends(now) && !lexicon.isWithinWord(now, folded, i + 1)) {
        ending.add(now);
        ending.add(i + 1);
      }
    }
    state = now;
    digitStart = open;
  }

  /// Takes over where keywords end in `(from, to]` of another view, and returns where the next would be.
  private int takeEnds(IntList theirs, int first, int from, int to, int away) {
    int i = first;
    while (i < theirs.size() && theirs.get(i + 1) <= from) {
      i += 2;
    }
    for (; i < theirs.size() && theirs.get(i + 1) <= to; i += 2) {
      ending.add(theirs.get(i));
      ending.add(theirs.get(i + 1) - away);
    }
    return i;
  }

  /// Takes over the runs of digits within `[from, to)` of another view.
  private int takeRuns(IntList theirs, int first, int from, int to, int away) {
    int i = first;
    while (i < theirs.size() && theirs.get(i) < from) {
      i += 2;
    }
    for (; i < theirs.size() && theirs.get(i) < to; i += 2) {
      addDigits(theirs.get(i) - away, theirs.get(i + 1) - away);
    }
    return i;
  }

  /// Looks at what stands around each hit, which needs the whole view folded.
  private void keep(Lexicon lexicon) {
    for (int i = 0; i < ending.size(); i += 2) {
      int end = ending.get(i + 1);
      for (int word = lexicon.automaton.first(ending.get(i)); word >= 0; word = lexicon.automaton
          .following(word)) {
        int start = end - lexicon.lengthOf(word);
        if (lexicon.counts(word, folded, length, start, end)) {
          truncated |= !hits.add(lexicon.slotOf(word), lexicon.numberOf(word), start, end);
        }
      }
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void addDigits(int start, int end) {
    digits.add(start);
    digits.add(end);
  }
}
