package dev.prism.evals;

/// A set of hashes, without boxes.
final class HashSet64 {
  private final long[] slots;
  private final int mask;
  private boolean zero;

  /// @param most how many there will be
  HashSet64(int most) {
    int capacity = Integer.highestOneBit(Math.max(8, most * 2) - 1) << 1;
    slots = new long[capacity];
    mask = capacity - 1;
  }

  /// @return whether it is new
  boolean add(long hash) {
    if (hash == 0) {
      boolean fresh = !zero;
      zero = true;
      return fresh;
    }
    int at = slot(hash);
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    slots[at] = hash;
    return true;
  }

  boolean has(long hash) {
    if (hash == 0) {
      return zero;
    }
    int at = slot(hash);
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return true;
      }
      at = (at + 1) & mask;
    }
    return false;
  }

  private int slot(long hash) {
    return (int) ((hash * 0x9E3779B97F4A7C15L) >>> 40) & mask;
  }
}
