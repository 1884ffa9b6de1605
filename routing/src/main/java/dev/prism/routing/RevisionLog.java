package dev.prism.routing;

import java.util.List;
import java.util.Optional;

/// Keeps the revisions and their audit entries for good. Called by [RouteControl] only, by one thread at
/// a time, never by an event loop: it may block.
public interface RevisionLog {
  /// A revision and the audit entry that says who made it.
  record Entry(Revision revision, AuditEntry audit) {}

  /// Writes revisions with their audit entries, all or none, in this order. When it returns they survive the
  /// loss of the process and of the machine's power; only then does anyone see one of them.
  ///
  /// @param entries at least one; each revision's number is higher than the one before
  /// @throws Conflict    if the first one's number, or a higher one, is there already: another gateway was
  ///                     quicker. Nothing has been written
  /// @throws Unavailable if they cannot be written now. Nothing has been written, or it is unknown whether
  ///                     they have: then a later [#latest] tells
  void append(List<Entry> entries) throws Conflict, Unavailable;

  /// The revision with the highest number, empty when there is none.
  Optional<Revision> latest() throws Unavailable;

  /// The newest revision that this machine remembers by itself, for a start while the log is away; empty
  /// when there is none. Never throws.
  default Optional<Revision> lastGood() {
    return Optional.empty();
  }

  /// Empty when there is no such revision.
  Optional<Revision> find(long number) throws Unavailable;

  /// The newest revisions first.
  ///
  /// @param before only those with a lower number
  /// @param limit  at most so many
  List<Revision> history(long before, int limit) throws Unavailable;

  /// The number is taken.
  final class Conflict extends Exception {
    private static final long serialVersionUID = 1;

    public Conflict(long number) {
      super("revision " + number + " is there already", null, false, false);
    }
  }

  /// The log is away.
  final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }

    public Unavailable(String message) {
      super(message);
    }
  }
}
