package dev.prism.exchange;

import java.nio.charset.StandardCharsets;

/// Text of an exchange as it came: UTF-8 bytes that are decoded when somebody reads them, since most
/// traces are only written on. Holds the bytes that it was given; nobody may change them.
public final class TraceText {
  private final byte[] utf8;
  private final int size;

  /// The text `utf8[0, size)`; a character that is cut off at the end becomes a replacement character.
  public TraceText(byte[] utf8, int size) {
    if (size < 0 || size > utf8.length) {
      throw new IllegalArgumentException("the size is " + size + ", not 0 to " + utf8.length);
    }
    this.utf8 = utf8;
    this.size = size;
  }

  public static TraceText of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new TraceText(utf8, utf8.length);
  }

  /// The array that holds the bytes, from its start; not to be changed.
  public byte[] utf8() {
    return utf8;
  }

  /// In bytes.
  public int size() {
    return size;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TraceText that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return new String(utf8, 0, size, StandardCharsets.UTF_8);
  }
}
