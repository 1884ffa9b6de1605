package dev.prism.store;

/// How the database is, as the last use of it showed.
public sealed interface StoreState {
  /// It has not answered yet.
  record Opening() implements StoreState {
    @Override
    public String toString() {
      return "opening";
    }
  }

  record Ready() implements StoreState {
    @Override
    public String toString() {
      return "ready";
    }
  }

  /// It does not answer, or refuses; tried again until it does.
  ///
  /// @param reason one line, without credentials
  record Away(String reason) implements StoreState {
    @Override
    public String toString() {
      return "away: " + reason;
    }
  }
}
