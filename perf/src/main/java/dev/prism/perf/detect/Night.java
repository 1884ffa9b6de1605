package dev.prism.perf.detect;

import dev.prism.incident.Signal;
import dev.prism.incident.detect.StreamView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is drawn of a stream's hours.
final class Night {
  private static final int MEAN_MINUTES = 15;

  final int onset;
  final boolean changed;
  final List<Minute> minutes = new ArrayList<>();
  private Signal.@Nullable ScoreDrop page;

  /// @param scores    of 0 to 100
  /// @param usual     the baseline, NaN when there is none
  /// @param tolerance points below it
  /// @param evidence  of the sum that asks for more scores, 1 where it does
  record Minute(
      int minute,
      List<Integer> scores,
      double usual,
      double tolerance,
      double evidence) {}

  Night(int onset, boolean changed) {
    this.onset = onset;
    this.changed = changed;
  }

  void add(int minute, List<Integer> scores, StreamView view) {
    var reference = view.reference();
    minutes.add(new Minute(minute, List.copyOf(scores),
        reference == null ? Double.NaN : reference.mean() * 100,
        reference == null ? 0 : reference.tolerance() * 100, view.evidence()));
  }

  void page(Signal.ScoreDrop drop) {
    page = drop;
  }

  /// The first page; null when there was none.
  Signal.@Nullable ScoreDrop page() {
    return page;
  }

  /// The mean over the quarter of an hour up to a minute, NaN where nothing was scored.
  double mean(int index) {
    double sum = 0;
    int count = 0;
    for (int i = Math.max(index - MEAN_MINUTES + 1, 0); i <= index; i++) {
      for (int score : minutes.get(i).scores()) {
        sum += score;
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  Picture picture(String title) {
    return new Picture(this, title);
  }
}
