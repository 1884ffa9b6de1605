package dev.prism.incident.detect;

import dev.prism.exchange.TraceRecord;
import dev.prism.incident.Cohort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Which parts of a route's traffic are watched on their own. Values count first come, first served, up to
/// a limit per route; those beyond it are counted.
final class Cohorts {
  private static final int LONGEST_VALUE = 64;
  private static final int MOST_ROUTES = 4_096;

  private final Supplier<DetectSettings> settings;
  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
  private final LongAdder untracked = new LongAdder();

  Cohorts(Supplier<DetectSettings> settings) {
    this.settings = settings;
  }

  /// As `attribute=value`.
  List<String> of(TraceRecord trace) {
    DetectSettings now = settings.get();
    if (now.cohorts().isEmpty() || now.cohortsPerRoute() == 0) {
      return List.of();
    }
    List<String> found = new ArrayList<>(now.cohorts().size());
    for (String attribute : now.cohorts()) {
      String value = Cohort.valueOf(trace, attribute);
      if (value != null && !value.isEmpty() && value.length() <= LONGEST_VALUE) {
        String cohort = attribute + "=" + value;
        if (isTracked(trace.served().route(), cohort, now.cohortsPerRoute())) {
          found.add(cohort);
        } else {
          untracked.increment();
        }
      }
    }
    return found;
  }

  private boolean isTracked(String route, String cohort, int most) {
    Set<String> cohorts = known.get(route);
    if (cohorts == null) {
      if (known.size() >= MOST_ROUTES) {
        return false;
      }
      cohorts = known.computeIfAbsent(route, _ -> ConcurrentHashMap.newKeySet());
    }
    return cohorts.contains(cohort) || (cohorts.size() < most && cohorts.add(cohort));
  }

  long untracked() {
    return untracked.sum();
  }
}
