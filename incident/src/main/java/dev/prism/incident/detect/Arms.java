package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The arms of a route that are scored side by side: canary and stable, shadow, a hold-out. What the
/// traffic does to one it does to all, so each arm's scores are also compared with the others' of the same
/// minutes. A score is used as a control once per arm, so that its noise does not come back.
final class Arms {
  private static final int MOST_PLACES = 4_096;
  private static final int MOST_ARMS = 4;
  private static final long FRESH_MILLIS = 600_000;

  private final Map<Place, List<Arm>> places = new ConcurrentHashMap<>();

  private record Place(String route, String rubric, String judge) {}

  private static final class Arm {
    final StreamKey key;
    double waiting;
    int count;
    long seenMillis;

    Arm(StreamKey key, long millis) {
      this.key = key;
      seenMillis = millis;
    }
  }

  /// Leaves a score's shortfall for the other arms and takes what they left.
  ///
  /// @return the mean of their shortfalls, NaN when there is no fresh one
  double exchange(StreamKey key, double shortfall, long millis) {
    Place place = new Place(key.route(), key.rubric(), key.judge());
    List<Arm> arms = places.get(place);
    if (arms == null) {
      if (places.size() >= MOST_PLACES) {
        return Double.NaN;
      }
      arms = places.computeIfAbsent(place, _ -> new ArrayList<>(1));
    }
    synchronized (arms) {
      return exchange(arms, key, shortfall, millis);
    }
  }

  private static double exchange(List<Arm> arms, StreamKey key, double shortfall, long millis) {
    double control = Double.NaN;
    boolean known = false;
    for (Iterator<Arm> all = arms.iterator(); all.hasNext();) {
      Arm arm = all.next();
      if (arm.key.equals(key)) {
        control = arm.count == 0 ? Double.NaN : arm.waiting / arm.count;
        arm.waiting = 0;
        arm.count = 0;
        arm.seenMillis = millis;
        known = true;
      } else if (millis - arm.seenMillis > FRESH_MILLIS) {
        all.remove();
      } else if (!Double.isNaN(shortfall)) {
        arm.waiting += shortfall;
        arm.count++;
      }
    }
    if (!known && arms.size() < MOST_ARMS) {
      arms.add(new Arm(key, millis));
    }
    return control;
  }

  void forget(long millis) {
    places.values().removeIf(arms -> {
      synchronized (arms) {
        return arms.stream().allMatch(arm -> millis - arm.seenMillis > FRESH_MILLIS);
      }
    });
  }
}
