package dev.prism.routing;

import org.jspecify.annotations.Nullable;

/// An immutable, numbered snapshot of the routing table, and why it was made.
///
/// @param number          counts up from 1; no two changes have the same
/// @param parent          the revision that it was made from, 0 for none
/// @param createdAtMillis since the epoch
/// @param author          who changed it
/// @param action          `load`, `flip`, `revert`, `expire`, `activate`, `canary` or `prompt`
/// @param reason          why, in the author's words
/// @param incident        the incident that it belongs to, null for none
/// @param state           the whole table
public record Revision(
    long number,
    long parent,
    long createdAtMillis,
    String author,
    String action,
    String reason,
    @Nullable String incident,
    TableState state) {
  /// Before anything was ever loaded.
  public static final Revision NONE = new Revision(0, 0, 0, "", "load", "", null, TableState.EMPTY);

  public Revision {
    if (number < 0 || parent < 0 || (number > 0 && parent >= number)) {
      throw new IllegalArgumentException(
          "revision " + number + " cannot follow revision " + parent);
    }
  }
}
