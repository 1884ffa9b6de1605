package dev.prism.scanners.remote;

import dev.prism.scanners.Segment;
import dev.prism.scanners.remote.RemoteBackend.Judgement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a service has answered, for a while. Keyed by tenant, so that no tenant can tell from the time that
/// an answer takes what another has asked; and by a hash, so that no text is kept.
final class AnswerCache {
  private static final int MOST = 10_000;
  private final long nanos;
  private final Map<Key, Remembered> entries = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Remembered> eldest) {
      return size() > MOST;
    }
  };

  record Key(String tenant, Segment.Kind kind, String hash) {}

  private record Remembered(List<Judgement> judgements, long until) {}

  AnswerCache(Duration remembered) {
    nanos = remembered.toNanos();
  }

  static Key key(String tenant, Segment.Kind kind, String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return new Key(tenant, kind,
          HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  synchronized @Nullable List<Judgement> get(Key key) {
    Remembered entry = entries.get(key);
    return entry == null || System.nanoTime() - entry.until() >= 0 ? null : entry.judgements();
  }

  synchronized void put(Key key, List<Judgement> judgements) {
    if (nanos > 0) {
      entries.put(key, new Remembered(List.copyOf(judgements), System.nanoTime() + nanos));
    }
  }
}
