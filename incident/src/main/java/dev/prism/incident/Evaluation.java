package dev.prism.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs an incident's kind of failure through the golden set: did the gate have a chance to catch it?
public interface Evaluation {
  /// Runs the representatives and the matching golden entries against the target as it was when it failed.
  /// May take minutes; never called by an event loop.
  ///
  /// @throws NotPossible if nothing can be said now, such as when the traces are gone
  Result run(Subject subject) throws NotPossible;

  /// @param route           where it happened
  /// @param target          that failed, null when unknown
  /// @param promptVersion   it had, null for none
  /// @param model           it had, null when unknown
  /// @param rubrics         that spoke against the answers
  /// @param representatives trace ids, most typical first
  record Subject(
      String incident,
      String route,
      IncidentClass type,
      @Nullable String target,
      @Nullable String promptVersion,
      @Nullable String model,
      List<String> rubrics,
      List<String> representatives) {
    public Subject {
      rubrics = List.copyOf(rubrics);
      representatives = List.copyOf(representatives);
    }
  }

  /// @param outcome    which of the three
  /// @param entries    golden entries that match route, class and rubric
  /// @param ran        bad outputs that the rubrics graded
  /// @param caught     of those, the ones that they failed
  /// @param lowerBound of the share that is caught, 95 % by Wilson, 0 to 1
  /// @param text       in words, with what the fix must include
  record Result(
      Outcome outcome,
      int entries,
      int ran,
      int caught,
      double lowerBound,
      String text) {}

  /// `CAUGHT`: the golden set has the class and its rubric catches it, so the gate is fine and the path was
  /// not exercised. `MISSED`: the rubric is stale or too lenient. `ABSENT`: the gate had nothing to catch.
  enum Outcome {
    CAUGHT, MISSED, ABSENT;

    /// One of these must be among the fixes.
    public List<FixKind> needed() {
      return switch (this) {
        case CAUGHT -> List.of(FixKind.values());
        case MISSED -> List.of(FixKind.RUBRIC_TIGHTEN);
        case ABSENT -> List.of(FixKind.NEW_TEMPLATE);
      };
    }
  }

  /// Nothing can be said now.
  final class NotPossible extends Exception {
    private static final long serialVersionUID = 1;

    public NotPossible(String message) {
      super(message, null, false, false);
    }
  }
}
