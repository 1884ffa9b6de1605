package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which stream a new one follows: same route, rubric, judge and cohort under another prompt, model or
/// target. What was usual there is the control that a new version starts from. Two judges' scores do not
/// compare, so a stream of a new judge follows, over a bridge, only one of the very same answers.
final class Lineage {
  private final StreamMap streams;

  Lineage(StreamMap streams) {
    this.streams = streams;
  }

  /// The one that was scored last, by the same judge and of the same target first; null when there is none.
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
    long sameJudge = stream.key().judge().equals(key.judge()) ? 1L << 61 : 0;
    long sameTarget = stream.key().target().equals(key.target()) ? 1L << 60 : 0;
    return sameJudge + sameTarget + stream.seenMillis();
  }

  private static boolean follows(StreamKey key, StreamKey old) {
    boolean sameKind = old.route().equals(key.route()) && old.rubric().equals(key.rubric())
        && Objects.equals(old.cohort(), key.cohort()) && !old.equals(key);
    return sameKind && (old.judge().equals(key.judge()) || isSucceededBy(key, old));
  }

  /// Whether only the judge is another.
  private static boolean isSucceededBy(StreamKey key, StreamKey old) {
    return old.target().equals(key.target()) && old.model().equals(key.model())
        && Objects.equals(old.promptVersion(), key.promptVersion());
  }
}
