package dev.prism.scanners.text;

/// Where the units of a view stand in the text as it was written, run by run: units of a run follow one
/// another as in the text, or all stand for the same place of it. Found by halving, since it is asked for
/// findings and not for units.
final class Origins {
  private static final int FIELDS = 3;
  /// In place of an end: unit after unit.
  private static final int EACH = -1;

  private final IntList runs = new IntList();

  void clear() {
    runs.clear();
  }

  /// From `at` on, the units are those from `start` on.
  void follow(int at, int start) {
    int last = runs.size() - FIELDS;
    boolean goesOn = last >= 0 && runs.get(last + 2) == EACH
        && runs.get(last + 1) + at - runs.get(last) == start;
    if (!goesOn) {
      add(at, start, EACH);
    }
  }

  /// From `at` on, each unit stands for `[start, end)`.
  void stand(int at, int start, int end) {
    int last = runs.size() - FIELDS;
    boolean goesOn = last >= 0 && runs.get(last + 1) == start && runs.get(last + 2) == end;
    if (!goesOn) {
      add(at, start, end);
    }
  }

  int start(int index) {
    int run = find(index);
    return runs.get(run + 1) + (runs.get(run + 2) == EACH ? index - runs.get(run) : 0);
  }

  int end(int index) {
    int run = find(index);
    int end = runs.get(run + 2);
    return end == EACH ? runs.get(run + 1) + index - runs.get(run) + 1 : end;
  }

  private void add(int at, int start, int end) {
    runs.add(at);
    runs.add(start);
    runs.add(end);
  }

  /// The last run that begins at `index` or before.
  private int find(int index) {
    int low = 0;
    int high = runs.size() / FIELDS - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (runs.get(middle * FIELDS) <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low * FIELDS;
  }
}
