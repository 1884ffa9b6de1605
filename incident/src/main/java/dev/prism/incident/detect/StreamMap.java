package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The streams, up to a limit. Beyond it a hundredth of them, those longest silent, are forgotten and
/// counted.
final class StreamMap {
  private static final int SHARE = 100;

  private final Map<StreamKey, Stream> streams = new ConcurrentHashMap<>();
  private final int most;
  private final LongAdder evicted = new LongAdder();

  StreamMap(int most) {
    this.most = most;
  }

  @Nullable
  Stream find(StreamKey key) {
    return streams.get(key);
  }

  void put(Stream stream) {
    if (streams.size() >= most) {
      evict();
    }
    streams.put(stream.key(), stream);
  }

  private void evict() {
    record Silent(Stream stream, long sinceMillis) {}
    List<Stream> oldest = streams.values()
        .stream()
        .map(stream -> new Silent(stream, stream.seenMillis()))
        .sorted(Comparator.comparingLong(Silent::sinceMillis))
        .limit(Math.max(most / SHARE, 1))
        .map(Silent::stream)
        .toList();
    for (Stream stream : oldest) {
      streams.remove(stream.key());
      evicted.increment();
    }
  }

  Collection<Stream> all() {
    return streams.values();
  }

  int size() {
    return streams.size();
  }

  long evicted() {
    return evicted.sum();
  }
}
