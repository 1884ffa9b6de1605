package dev.prism.incident.detect;

import dev.prism.exchange.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Which parts of a route's traffic are watched on their own. Values count first come, first served, up to
/// a limit per route; those beyond it are counted.
final class Cohorts {
  private static final int LONGEST_VALUE = 64;
  private static final int MOST_ROUTES = 4_096;

  private final DetectSettings settings;
  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
  private final LongAdder untracked = new LongAdder();

  Cohorts(DetectSettings settings) {
    this.settings = settings;
  }

  /// As `attribute=value`.
  List<String> of(TraceRecord trace) {
    if (settings.cohorts().isEmpty() || settings.cohortsPerRoute() == 0) {
      return List.of();
    }
    List<String> found = new ArrayList<>(settings.cohorts().size());
    for (String attribute : settings.cohorts()) {
      String value = value(trace, attribute);
      if (value != null && !value.isEmpty() && value.length() <= LONGEST_VALUE) {
        String cohort = attribute + "=" + value;
        if (isTracked(trace.served().route(), cohort)) {
          found.add(cohort);
        } else {
          untracked.increment();
        }
      }
    }
    return found;
  }

  private static @Nullable String value(TraceRecord trace, String attribute) {
    return switch (attribute) {
      case "tenant" -> trace.caller().tenant();
      case "endpoint" -> trace.asked().endpoint().label();
      default -> trace.caller().metadata().get(attribute);
    };
  }

  private boolean isTracked(String route, String cohort) {
    Set<String> cohorts = known.get(route);
    if (cohorts == null) {
      if (known.size() >= MOST_ROUTES) {
        return false;
      }
      cohorts = known.computeIfAbsent(route, _ -> ConcurrentHashMap.newKeySet());
    }
    return cohorts.contains(cohort)
        || (cohorts.size() < settings.cohortsPerRoute() && cohorts.add(cohort));
  }

  long untracked() {
    return untracked.sum();
  }
}
