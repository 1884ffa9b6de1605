package dev.prism.scanners.text;

import java.util.Arrays;
import java.util.BitSet;

/// The hits of each scanner's keywords in one view, in the order of their ends. Of hundreds of sets of
/// keywords few have any in a text, so those that have are marked, one bit each.
final class Hits {
  /// More hits of one scanner than this are not kept.
  static final int MOST = 4096;
  private static final int FIELDS = 3;
  private static final int[] NONE = new int[0];

  private final BitSet found = new BitSet();
  private int[] counts = new int[0];
  private int[][] items = new int[0][];

  void clear(int slots) {
    for (int slot = next(0); slot >= 0; slot = next(slot + 1)) {
      counts[slot] = 0;
    }
    found.clear();
    int known = counts.length;
    if (known < slots) {
      counts = Arrays.copyOf(counts, slots);
      items = Arrays.copyOf(items, slots);
      Arrays.fill(items, known, slots, NONE);
    }
  }

  /// Returns false when there is no room for it.
  boolean add(int slot, int keyword, int start, int end) {
    int count = counts[slot];
    if (count == MOST) {
      return false;
    }
    if (count == 0) {
      found.set(slot);
    }
    int at = count * FIELDS;
    if (items[slot].length == at) {
      items[slot] = Arrays.copyOf(items[slot], Math.max(4 * FIELDS, at * 2));
    }
    items[slot][at] = keyword;
    items[slot][at + 1] = start;
    items[slot][at + 2] = end;
    counts[slot] = count + 1;
    return true;
  }

  /// The first slot from this one on that has hits, -1 for none.
  int next(int slot) {
    return found.nextSetBit(slot);
  }

  int count(int slot) {
    return counts[slot];
  }

  int keyword(int slot, int hit) {
    return items[slot][hit * FIELDS];
  }

  int start(int slot, int hit) {
    return items[slot][hit * FIELDS + 1];
  }

  int end(int slot, int hit) {
    return items[slot][hit * FIELDS + 2];
  }
}
