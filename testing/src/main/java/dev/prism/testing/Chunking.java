package dev.prism.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The ways to cut a recorded body, since recordings do not keep their chunk boundaries.
/// `EVENT` cuts behind each blank line.
public enum Chunking {
  BYTE, SEVEN, EVENT, WHOLE;

  /// The pieces of `body`, in order, none empty.
  public List<byte[]> cut(byte[] body) {
    return switch (this) {
      case BYTE -> every(body, 1);
      case SEVEN -> every(body, 7);
      case EVENT -> events(body);
      case WHOLE -> every(body, Math.max(1, body.length));
    };
  }

  private static List<byte[]> every(byte[] body, int size) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < body.length; from += size) {
      pieces.add(Arrays.copyOfRange(body, from, Math.min(body.length, from + size)));
    }
    return pieces;
  }

  private static List<byte[]> events(byte[] body) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    boolean lineEmpty = false;
    for (int i = 0; i < body.length; i++) {
      if (body[i] == '\n' && lineEmpty) {
        pieces.add(Arrays.copyOfRange(body, from, i + 1));
        from = i + 1;
        lineEmpty = false;
      } else if (body[i] != '\r') {
        lineEmpty = body[i] == '\n';
      }
    }
    if (from < body.length) {
      pieces.add(Arrays.copyOfRange(body, from, body.length));
    }
    return pieces;
  }
}
