package dev.prism.exchange.json;

import java.util.Arrays;

/// Where the long strings of a checked document end, so that walking it again does not read them again.
/// In the order of their place.
final class LongStrings {
  static final LongStrings NONE = new LongStrings();
  /// In bytes; a shorter string is read sooner than it is found here.
  private static final int LONG = 64;
  private static final int[] NO_PLACES = new int[0];

  private int[] places = NO_PLACES;
  private int size;

  /// Notes the string whose text begins at `from` and whose closing quote stands before `to`.
  void add(int from, int to) {
    if (to - from < LONG) {
      return;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, Math.max(16, size * 2));
    }
    places[size] = from;
    places[size + 1] = to;
    size += 2;
  }

  /// The first index at or after `index` whose string begins at or after `from`.
  int seek(int index, int from) {
    int i = index;
    while (i < size && places[i] < from) {
      i += 2;
    }
    return i;
  }

  /// The place past the closing quote of the string of that index, -1 when it does not begin at `from`.
  int endOf(int index, int from) {
    return index < size && places[index] == from ? places[index + 1] : -1;
  }
}
