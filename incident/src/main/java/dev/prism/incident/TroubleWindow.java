package dev.prism.incident;

import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Scope;
import java.util.List;
import java.util.function.Predicate;

/// Exchanges of the target that failed, from a time of its trouble and from before the trouble began. Read once,
/// looked at for many parts of the traffic.
record TroubleWindow(List<ScoredTrace> since, List<ScoredTrace> before) {
  /// How the means of the rubrics moved among some of them.
  RubricShifts shifts(Predicate<TraceRecord> part) {
    return RubricShifts.of(only(part, since), only(part, before));
  }

  /// The same of whom a flip with this scope leaves out.
  RubricShifts beside(Scope scope) {
    return shifts(trace -> !scope.mayCover(trace.caller()));
  }

  private static List<ScoredTrace> only(Predicate<TraceRecord> part, List<ScoredTrace> traces) {
    return traces.stream().filter(it -> part.test(it.trace())).toList();
  }
}
