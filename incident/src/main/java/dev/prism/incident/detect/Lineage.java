package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which stream a new one follows: same route, rubric, judge and cohort under another prompt, model or
/// target. What was usual there is the control that a new version starts from. A stream of another judge
/// follows none: two judges' scores do not compare.
final class Lineage {
  private final StreamMap streams;

  Lineage(StreamMap streams) {
    this.streams = streams;
  }

  /// The one that was scored last, same target first; null when there is none.
  @Nullable
  Stream previous(StreamKey key) {
    Stream best = null;
    for (Stream stream : streams.all()) {
      if (follows(key, stream.key()) && stream.isArmed()
          && (best == null || rank(key, stream) > rank(key, best))) {
        best = stream;
      }
    }
    return best;
  }

  private static long rank(StreamKey key, Stream stream) {
    long sameTarget = stream.key().target().equals(key.target()) ? 1L << 60 : 0;
    return sameTarget + stream.seenMillis();
  }

  private static boolean follows(StreamKey key, StreamKey old) {
    return old.route().equals(key.route()) && old.rubric().equals(key.rubric())
        && old.judge().equals(key.judge()) && Objects.equals(old.cohort(), key.cohort())
        && !old.equals(key);
  }
}
