package dev.prism.incident;

/// Which node acts on incidents. Any node serves the API.
public interface Leadership {
  /// A gateway alone leads.
  Leadership ALONE = () -> true;

  /// Whether this node leads now; what it began may be taken up by another if it stops.
  boolean isLeader();
}
