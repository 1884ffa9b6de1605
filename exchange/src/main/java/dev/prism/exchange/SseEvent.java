package dev.prism.exchange;

import java.util.Arrays;

/// One server-sent event: its type, its data, and the raw bytes that it came in. Valid only while its
/// handler runs, since it points into the reader's buffer.
public final class SseEvent {
  private final byte[] raw;
  private final int rawStart;
  private final int rawEnd;
  private String type = "";
  private byte[] data;
  private int dataStart = -1;
  private int dataEnd;
  private boolean errorField;

  SseEvent(byte[] raw, int rawStart, int rawEnd) {
    this.raw = raw;
    this.rawStart = rawStart;
    this.rawEnd = rawEnd;
    data = raw;
  }

  /// An event that came in another framing than server-sent events: a frame or a line of JSON.
  public static SseEvent of(String type, byte[] data, int from, int to) {
    SseEvent event = new SseEvent(data, from, to);
    event.type = type;
    event.dataStart = from;
    event.dataEnd = to;
    return event;
  }

  void type(String value) {
    type = value;
  }

  void errorField() {
    errorField = true;
  }

  /// A further data line; several are joined by a line feed.
  void data(int from, int to) {
    if (dataStart < 0) {
      dataStart = from;
      dataEnd = to;
      return;
    }
    int size = dataEnd - dataStart;
    byte[] joined = Arrays.copyOfRange(data, dataStart, dataEnd + 1 + to - from);
    joined[size] = '\n';
    System.arraycopy(raw, from, joined, size + 1, to - from);
    data = joined;
    dataStart = 0;
    dataEnd = joined.length;
  }

  /// The `event:` field, empty when there is none.
  public String type() {
    return type;
  }

  /// False for a block of comments or unknown fields only.
  public boolean hasData() {
    return dataStart >= 0;
  }

  /// True when the block has an `error:` field, which llama.cpp sends instead of data.
  public boolean hasErrorField() {
    return errorField;
  }

  /// The array that holds the data.
  public byte[] data() {
    return data;
  }

  public int dataStart() {
    return Math.max(dataStart, 0);
  }

  public int dataEnd() {
    return dataEnd;
  }

  /// Whether the data is exactly this ASCII text, white space at its end left out.
  public boolean dataIs(String text) {
    int to = dataEnd;
    while (to > dataStart() && data[to - 1] == ' ') {
      to--;
    }
    if (to - dataStart() != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (data[dataStart() + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The array that holds the raw bytes.
  public byte[] raw() {
    return raw;
  }

  public int rawStart() {
    return rawStart;
  }

  public int rawEnd() {
    return rawEnd;
  }
}
