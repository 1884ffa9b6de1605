package dev.prism.routing;

import org.jspecify.annotations.Nullable;

/// A change that somebody waits for. Guarded by [RouteControl]'s lock.
final class Change {
  private final ChangeNote note;
  private final Edits edit;
  private @Nullable ChangeResult result;
  private @Nullable RuntimeException failure;

  Change(ChangeNote note, Edits edit) {
    this.note = note;
    this.edit = edit;
  }

  ChangeNote note() {
    return note;
  }

  Edits edit() {
    return edit;
  }

  void end(ChangeResult outcome) {
    result = outcome;
  }

  /// Whoever waits for it is thrown this.
  void fail(RuntimeException problem) {
    failure = problem;
  }

  boolean isOver() {
    return result != null || failure != null;
  }

  ChangeResult result() {
    if (result != null) {
      return result;
    }
    throw failure != null ? failure : new IllegalStateException("the change is not over");
  }
}
