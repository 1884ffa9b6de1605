package dev.prism.exchange.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The member names of the objects that are open, innermost last. Small objects are compared name by
/// name by hash; a large one gets a hash set, so that many names cost linear time.
final class NameSet {
  private static final int SMALL = 24;
  private static final int FIRST = 64;
  /// Grows with the first name: a reader that allows duplicates never adds one.
  private static final long[] NO_NAMES = new long[0];
  private byte[] buf = new byte[0];
  private long[] hashes = NO_NAMES;
  private long[] places = NO_NAMES;
  private int size;
  /// The sets of the large objects that are open, innermost last, and the frames they belong to. An
  /// object keeps its set while objects inside it come and go: rebuilding it would cost a square.
  private final ArrayDeque<LargeObject> large = new ArrayDeque<>();

  private record LargeObject(int frame, Set<String> names) {}

  void reset(byte[] bytes) {
    buf = bytes;
    size = 0;
    large.clear();
  }

  int open() {
    return size;
  }

  void close(int frame) {
    size = frame;
    LargeObject innermost = large.peekLast();
    if (innermost != null && innermost.frame() == frame) {
      large.removeLast();
    }
  }

  /// Adds the name at `[from, to)` to the object that began at `frame`; false when it is there.
  boolean add(int frame, int from, int to, boolean escaped) {
    if (escaped || size - frame >= SMALL) {
      return addDecoded(frame, from, to);
    }
    long hash = hash(from, to);
    for (int i = frame; i < size; i++) {
      if (hashes[i] == hash && same(places[i], from, to)) {
        return false;
      }
    }
    push(hash, from, to);
    return true;
  }

  /// The slow way: by the unescaped name, in a set where the object is large.
  private boolean addDecoded(int frame, int from, int to) {
    String name = JsonText.unescape(buf, from, to);
    if (size - frame >= SMALL) {
      LargeObject innermost = large.peekLast();
      if (innermost == null || innermost.frame() != frame) {
        innermost = new LargeObject(frame, decoded(frame));
        large.addLast(innermost);
      }
      push(0, from, to);
      return innermost.names().add(name);
    }
    if (decoded(frame).contains(name)) {
      return false;
    }
    byte[] plain = name.getBytes(StandardCharsets.UTF_8);
    push(hash(plain, 0, plain.length), from, to);
    return true;
  }

  private Set<String> decoded(int frame) {
    Set<String> set = new HashSet<>();
    for (int i = frame; i < size; i++) {
      set.add(JsonText.unescape(buf, (int) (places[i] >>> 32), (int) places[i]));
    }
    return set;
  }

  private void push(long hash, int from, int to) {
    if (size == hashes.length) {
      int room = Math.max(FIRST, size * 2);
      hashes = Arrays.copyOf(hashes, room);
      places = Arrays.copyOf(places, room);
    }
    hashes[size] = hash;
    places[size++] = (long) from << 32 | to;
  }

  private boolean same(long place, int from, int to) {
    int thatFrom = (int) (place >>> 32);
    int thatTo = (int) place;
    if (thatTo - thatFrom == to - from) {
      return Arrays.equals(buf, thatFrom, thatTo, buf, from, to);
    }
    return JsonText.unescape(buf, thatFrom, thatTo).equals(JsonText.unescape(buf, from, to));
  }

  private long hash(int from, int to) {
    return hash(buf, from, to);
  }

  private static long hash(byte[] b, int from, int to) {
    long h = 0xcbf29ce484222325L;
    for (int i = from; i < to; i++) {
      h = (h ^ b[i]) * 0x100000001b3L;
    }
    return h;
  }
}
