package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// The sufficient statistics of one minute: for each stream how often each score came, with which
/// probability. A detector takes scores as whole points of 0 to 100 and, within a minute, in any order; so
/// the minutes of several nodes merge exactly, whatever baseline the leader has. A minute is as large as its
/// streams are many, not as its scores are. Not safe for threads.
public final class MinuteStats {
  private static final int VERSION = 1;
  private static final int MOST_STREAMS = 100_000;
  private static final int MOST_BYTES = 64 << 20;

  private final Map<StreamKey, StreamMinute> streams = new HashMap<>();

  void add(StreamKey key, boolean rate, int points, double probability, String traceId,
      @Nullable String reason) {
    StreamMinute minute = streams.get(key);
    if (minute == null) {
      if (streams.size() >= MOST_STREAMS) {
        return;
      }
      minute = new StreamMinute(rate);
      streams.put(key, minute);
    }
    minute.add(points, probability, 1, traceId, reason);
  }

  /// Adds another node's minute.
  void merge(MinuteStats other) {
    other.streams.forEach(
        (key, theirs) -> streams.computeIfAbsent(key, _ -> new StreamMinute(theirs.isRate()))
            .merge(theirs));
  }

  void forEach(BiConsumer<StreamKey, StreamMinute> each) {
    streams.forEach(each);
  }

  public boolean isEmpty() {
    return streams.isEmpty();
  }

  /// As bytes, compressed.
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream to = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      to.writeByte(VERSION);
      to.writeInt(streams.size());
      for (Map.Entry<StreamKey, StreamMinute> entry : streams.entrySet()) {
        KeyCodec.write(entry.getKey(), to);
        entry.getValue().write(to);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /// @throws IOException if these are not the bytes of a minute
  public static MinuteStats decode(byte[] bytes) throws IOException {
    MinuteStats stats = new MinuteStats();
    byte[] plain;
    try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      plain = inflated.readNBytes(MOST_BYTES);
    }
    DataInputStream from = new DataInputStream(new ByteArrayInputStream(plain));
    int version = from.readByte();
    int count = from.readInt();
    if (version != VERSION || count < 0 || count > MOST_STREAMS) {
      throw new IOException("a minute of version " + version + " with " + count + " streams");
    }
    for (int i = 0; i < count; i++) {
      StreamKey key = KeyCodec.read(from);
      stats.streams.put(key, StreamMinute.read(from));
    }
    return stats;
  }
}
