package dev.prism.incident;

import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Exchanges of the target that failed, from a time of its trouble and from before the trouble began. Read once,
/// looked at for many parts of the traffic.
record TroubleWindow(List<ScoredTrace> since, List<ScoredTrace> before) {
  /// How the means of the rubrics moved among some of them.
  RubricShifts shifts(Predicate<TraceRecord> part) {
    return RubricShifts.of(only(part, since), only(part, before));
  }

  /// The same since one of these rubrics sank most clearly, or since the trouble is said to have begun where none did.
  RubricShifts shifts(Predicate<TraceRecord> part, Set<String> rubrics) {
    List<ScoredTrace> all = new ArrayList<>(only(part, since));
    all.addAll(only(part, before));
    ChangePoint sank = ChangePoint.of(rubrics, all);
    return sank.micros() == 0
        ? shifts(part)
        : RubricShifts.of(all.stream().filter(sank::precedes).toList(),
            all.stream().filter(it -> !sank.precedes(it)).toList(), ChangePoint.LEAST);
  }

  /// The same of whom a flip with this scope leaves out.
  RubricShifts beside(Scope scope) {
    return shifts(trace -> !scope.mayCover(trace.caller()));
  }

  private static List<ScoredTrace> only(Predicate<TraceRecord> part, List<ScoredTrace> traces) {
    return traces.stream().filter(it -> part.test(it.trace())).toList();
  }
}
