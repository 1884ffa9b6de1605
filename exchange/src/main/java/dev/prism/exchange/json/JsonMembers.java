package dev.prism.exchange.json;

import java.util.Arrays;

/// Where the members of a checked top-level object lie. Offsets count from the array's start.
public final class JsonMembers {
  static final JsonMembers NONE = new JsonMembers(new byte[0], LongStrings.NONE);
  private static final int FIELDS = 4;

  private final byte[] buf;
  private final LongStrings strings;
  private int[] places = new int[16 * FIELDS];
  private int size;

  JsonMembers(byte[] buf, LongStrings strings) {
    this.buf = buf;
    this.strings = strings;
  }

  void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    int at = size * FIELDS;
    if (at == places.length) {
      places = Arrays.copyOf(places, at * 2);
    }
    places[at] = nameStart;
    places[at + 1] = nameEnd;
    places[at + 2] = valueStart;
    places[at + 3] = valueEnd;
    size++;
  }

  public int size() {
    return size;
  }

  public boolean isObject() {
    return this != NONE;
  }

  /// The index of the member `name`, -1 when there is none.
  public int find(String name) {
    for (int i = 0; i < size; i++) {
      if (named(i, name)) {
        return i;
      }
    }
    return -1;
  }

  private boolean named(int index, String name) {
    int from = places[index * FIELDS];
    int to = places[index * FIELDS + 1];
    for (int i = from; i < to; i++) {
      if (buf[i] == '\\') {
        return JsonText.unescape(buf, from, to).equals(name);
      }
      if (i - from >= name.length() || buf[i] != name.charAt(i - from)) {
        return false;
      }
    }
    return to - from == name.length();
  }

  public String name(int index) {
    return JsonText.unescape(buf, places[index * FIELDS], places[index * FIELDS + 1]);
  }

  /// Where the member begins, its name's quote included.
  public int start(int index) {
    return places[index * FIELDS] - 1;
  }

  public int valueStart(int index) {
    return places[index * FIELDS + 2];
  }

  public int valueEnd(int index) {
    return places[index * FIELDS + 3];
  }

  /// A cursor on the member's value.
  public JsonCursor value(int index) {
    return new JsonCursor(buf, valueStart(index), valueEnd(index), strings);
  }
}
