package dev.prism.incident;

/// Throws out of a response cache what a bad target has put there.
public interface CachePurge {
  /// There is no cache, and the incident says so.
  CachePurge NO_CACHE = (_, _, _, _) -> -1;

  /// @param fromMillis entries written at or after, milliseconds since the epoch
  /// @return how many entries were thrown out, -1 where there is no cache
  long purge(String route, String target, long fromMillis, long toMillis);
}
