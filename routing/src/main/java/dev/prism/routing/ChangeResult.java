package dev.prism.routing;

import java.util.List;

/// What became of a change.
public sealed interface ChangeResult {
  /// It is durable and in force.
  record Done(Revision revision, List<Difference> changes) implements ChangeResult {
    /// The flip that this revision made.
    ///
    /// @throws IllegalStateException if it made none
    public Flip flip() {
      return revision.state()
          .flips()
          .stream()
          .filter(flip -> flip.revision() == revision.number())
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("revision " + revision.number() + " made no flip"));
    }
  }

  /// It was only asked what would change.
  record Preview(Impact impact) implements ChangeResult {}

  /// Nothing changed.
  record Refused(Why why, String message) implements ChangeResult {
    static Refused invalid(IllegalArgumentException e) {
      return new Refused(Why.INVALID, String.valueOf(e.getMessage()));
    }

    static Refused unavailable(RevisionLog.Unavailable e) {
      return new Refused(Why.UNAVAILABLE,
          "the store is away, nothing has changed: " + e.getMessage());
    }
  }

  /// `CONFLICT`: another revision than the author saw is in force. `NOT_FOUND`: no such route, flip or
  /// revision. `INVALID`: the table would not hold together. `UNAVAILABLE`: the log is away; try again.
  enum Why {
    CONFLICT, NOT_FOUND, INVALID, UNAVAILABLE
  }
}
