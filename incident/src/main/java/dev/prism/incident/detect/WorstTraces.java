package dev.prism.incident.detect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The few exchanges with the lowest scores since the onset; of equals, the newer ones.
final class WorstTraces {
  static final int MOST = 4;
  static final int BYTES = 4 + MOST * 17;
  private static final int HALF = 16;

  private final long[] ids = new long[2 * MOST];
  private final byte[] points = new byte[MOST];
  private int count;

  void clear() {
    count = 0;
  }

  /// @param score 0 to 100
  void add(String traceId, int score) {
    if (traceId.length() != 2 * HALF || (count == MOST && score > points[MOST - 1])) {
      return;
    }
    long high;
    long low;
    try {
      high = HexFormat.fromHexDigitsToLong(traceId, 0, HALF);
      low = HexFormat.fromHexDigitsToLong(traceId, HALF, 2 * HALF);
    } catch (NumberFormatException _) {
      return;
    }
    if (count < MOST) {
      count++;
    }
    int at = count - 1;
    while (at > 0 && points[at - 1] >= score) {
      points[at] = points[at - 1];
      ids[2 * at] = ids[2 * at - 2];
      ids[2 * at + 1] = ids[2 * at - 1];
      at--;
    }
    points[at] = (byte) score;
    ids[2 * at] = high;
    ids[2 * at + 1] = low;
  }

  /// Worst first.
  List<String> ids() {
    List<String> found = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      found
          .add(HexFormat.of().toHexDigits(ids[2 * i]) + HexFormat.of().toHexDigits(ids[2 * i + 1]));
    }
    return found;
  }

  void write(ByteBuffer to) {
    to.putInt(count).put(points);
    for (long id : ids) {
      to.putLong(id);
    }
  }

  void read(ByteBuffer from) {
    count = Math.clamp(from.getInt(), 0, MOST);
    from.get(points);
    for (int i = 0; i < ids.length; i++) {
      ids[i] = from.getLong();
    }
  }
}
