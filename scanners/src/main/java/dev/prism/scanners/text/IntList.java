package dev.prism.scanners.text;

import java.util.Arrays;

/// A list of ints that is cleared and filled again without allocating.
public final class IntList {
  private int[] items = new int[16];
  private int size;

  public void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size++] = item;
  }

  public int get(int index) {
    return items[index];
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }
}
